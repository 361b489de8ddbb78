// Pickled files: recognised so that the error can say how to convert them. Nothing of a pickle is ever read, since it
// is a program that runs when it is loaded.
#pragma once

#include <filesystem>

#include "engine/formats/mapped_file.h"

namespace moa::engine {

// Is it a name that PyTorch gives to pickled weights: .bin, .pt, .pth, .ckpt, .pkl?
[[nodiscard]] bool hasPickleName(const std::filesystem::path &path);

// Throws moa::Error with the way to convert it when the bytes are a pickle (PROTO opcode) or a zip archive, as
// torch.save writes it, whatever the file is called.
void refusePickle(const MappedFile &file);

// The same by the name alone.
[[noreturn]] void refusePickled(const std::filesystem::path &path);

}  // namespace moa::engine
