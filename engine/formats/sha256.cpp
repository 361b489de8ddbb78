#include "engine/formats/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

void check(int result) {
    if (result != 1)
        throw Error("A digest cannot be computed", "SHA-256", "the OpenSSL library refused",
                    "Check the OpenSSL installation.");
}

}  // namespace

struct Sha256::Context {
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    Context() = default;
    ~Context() { EVP_MD_CTX_free(md); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    check(EVP_DigestInit_ex(context_->md, EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> data) {
    check(EVP_DigestUpdate(context_->md, data.data(), data.size()));
}

void Sha256::add(std::string_view text) {
    add(std::as_bytes(std::span(text.data(), text.size())));
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
    unsigned int size = 0;
    check(EVP_DigestFinal_ex(context_->md, digest.data(), &size));
    std::string text;
    for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

std::string sha256Hex(std::span<const std::byte> data) {
    Sha256 digest;
    digest.add(data);
    return digest.hex();
}

}  // namespace moa::engine
