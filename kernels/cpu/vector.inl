// Vectors of one instruction set by the compilers' vector extension: + - * / work on all lanes.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

namespace moa::kernels {
namespace {

typedef float VecF __attribute__((vector_size(MOA_VECTOR_BYTES)));
typedef double VecD __attribute__((vector_size(MOA_VECTOR_BYTES)));
typedef std::int32_t IntF __attribute__((vector_size(MOA_VECTOR_BYTES)));

template <class T>
struct VecOf;
template <>
struct VecOf<float> {
    using Type = VecF;
};
template <>
struct VecOf<double> {
    using Type = VecD;
};
template <class T>
using Vec = typename VecOf<T>::Type;

template <class T>
inline constexpr int kLanes = MOA_VECTOR_BYTES / static_cast<int>(sizeof(T));

template <class T>
inline Vec<T> load(const T *from) {
    Vec<T> v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

template <class T>
inline void store(T *to, Vec<T> v) {
    std::memcpy(to, &v, sizeof v);
}

// x - 0 is x for every x, so that one broadcast is left of it; 0 + x would keep an addition for the sake of -0.
template <class T>
inline Vec<T> splat(T x) {
    return x - Vec<T>{};
}

template <class V>
inline V larger(V a, V b) {
    return a > b ? a : b;
}

template <class T>
inline T laneSum(Vec<T> v) {
    T sum = 0;
    for (int i = 0; i < kLanes<T>; ++i) sum += v[i];
    return sum;
}

template <class T>
inline T laneMax(Vec<T> v) {
    T m = v[0];
    for (int i = 1; i < kLanes<T>; ++i) m = v[i] > m ? v[i] : m;
    return m;
}

template <class V>
inline V absolute(V v) {
    return v < 0 ? -v : v;
}

// exp(x) for x <= 0 within 2 ulp: 2^k * exp(r), |r| <= ln(2)/2, by a polynomial of degree 6 (Cephes coefficients).
// Below -87.3 the result is 0: such weights are under the smallest normal float.
inline VecF expNonPositive(VecF x) {
    const VecF floor = splat(-87.3F);
    const VecF clipped = x > floor ? x : floor;
    const VecF shift = splat(12582912.0F);  // 1.5 * 2^23: adding it rounds to an integer
    const VecF k = (clipped * 1.44269504088896341F + shift) - shift;
    const VecF r = (clipped - k * 0.693359375F) + k * 2.12194440e-4F;
    VecF y = splat(1.9875691500e-4F);
    y = y * r + 1.3981999507e-3F;
    y = y * r + 8.3334519073e-3F;
    y = y * r + 4.1665795894e-2F;
    y = y * r + 1.6666665459e-1F;
    y = y * r + 5.0000001201e-1F;
    y = y * (r * r) + r + 1.0F;
    const IntF bits = (__builtin_convertvector(k, IntF) + 127) << 23;
    VecF power;
    std::memcpy(&power, &bits, sizeof power);
    y = y * power;
    return x > floor ? y : VecF{};
}

// Double precision is the oracle's path: the library's exp, lane by lane.
inline VecD expNonPositive(VecD x) {
    VecD y;
    for (int i = 0; i < kLanes<double>; ++i) y[i] = std::exp(x[i]);
    return y;
}

// A 64-byte aligned, zeroed array without std::vector, whose inlined code would leak this file's instruction set.
template <class T>
class Scratch {
public:
    explicit Scratch(std::int64_t count)
        : data_(static_cast<T *>(
              ::operator new (static_cast<std::size_t>(count) * sizeof(T) + 64, std::align_val_t{64}))) {
        std::memset(static_cast<void *>(data_), 0, static_cast<std::size_t>(count) * sizeof(T));
    }
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    ~Scratch() { ::operator delete (data_, std::align_val_t{64}); }
    [[nodiscard]] T *get() const { return data_; }

private:
    T *data_;
};

inline std::int64_t ceilTiles(std::int64_t n) {
    return (n + kTile - 1) / kTile;
}
inline int paddedDim(int headDim) {
    return (headDim + 15) / 16 * 16;
}

}  // namespace
}  // namespace moa::kernels
