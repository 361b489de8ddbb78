// Whether this program was built with a sanitizer, which makes it two to twenty times as slow.
#pragma once

#ifdef __has_feature  // clang tells by features, GCC by macros
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MOA_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MOA_SANITIZED
#endif

namespace moa::test {

#ifdef MOA_SANITIZED
inline constexpr bool kSanitized = true;
#undef MOA_SANITIZED
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace moa::test
