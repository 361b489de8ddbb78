#include "engine/formats/bounded_reader.h"

#include <fmt/format.h>

#include "engine/formats/utf8.h"
#include "engine/values/error.h"

namespace moa::engine {

std::span<const std::byte> BoundedReader::take(std::uint64_t bytes, std::uint64_t limit, std::string_view what) {
    need(bytes, 1, limit, what);
    const auto part = data_.subspan(at_, bytes);
    at_ += bytes;
    return part;
}

std::string_view BoundedReader::text(std::uint64_t bytes, std::uint64_t limit, std::string_view what) {
    const auto part = take(bytes, limit, what);
    return {reinterpret_cast<const char *>(part.data()), part.size()};
}

void BoundedReader::need(std::uint64_t count, std::uint64_t bytesEach, std::uint64_t limit,
                         std::string_view what) const {
    if (count > left() / bytesEach)
        refuse(fmt::format("{} needs {} x {} bytes, and {} are left", what, count, bytesEach, left()));
    if (count > limit) refuse(fmt::format("{} is {} long, more than the {} allowed", what, count, limit));
}

void BoundedReader::refuse(const std::string &why) const {
    throw Error(subject_.what, fmt::format("{}, byte {}", subject_.where, at_), lossyUtf8(why), subject_.remedy);
}

}  // namespace moa::engine
