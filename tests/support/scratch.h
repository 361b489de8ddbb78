// A folder that is gone after the test, and what reading a bad file in it must give.
#pragma once

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "engine/values/error.h"

namespace moa::test {

class Scratch {
public:
    [[nodiscard]] std::filesystem::path path(const std::string &name = {}) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    std::filesystem::path write(const std::string &name, std::string_view bytes) const {
        std::ofstream file(path(name), std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return path(name);
    }

private:
    QTemporaryDir folder_;
};

inline std::string readFile(const std::filesystem::path &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The error `action` throws; nullopt when it throws none. Anything but a complete moa::Error passes through.
template <class Action>
std::optional<Error> errorOf(Action &&action) {
    try {
        action();
        return std::nullopt;
    } catch (const Error &error) {
        if (error.failed().empty() || error.where().empty() || error.why().empty() || error.remedy().empty())
            throw std::runtime_error("an error with an empty part: " + std::string(error.what()));
        return error;
    }
}

}  // namespace moa::test
