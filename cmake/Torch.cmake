# LibTorch from its Python wheel, by our own imported targets: the wheel's own CMake files ask for a CUDA tool chain.
# Only libtorch_cpu and libc10 are linked, so that one binary runs with and without a GPU.
set(MOA_SITE "${MOA_DEPS}/site")
if(NOT EXISTS "${MOA_SITE}/torch/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch is missing in ${MOA_SITE}. Run scripts/setup.sh, or set MOA_DEPS.")
endif()
foreach(lib c10 torch_cpu)
  add_library(torch::${lib} SHARED IMPORTED)
  set_target_properties(torch::${lib} PROPERTIES IMPORTED_LOCATION "${MOA_SITE}/torch/lib/lib${lib}.so")
endforeach()
add_library(moa_torch INTERFACE)
# -idirafter: the wheel carries a newer fmt that must not hide the system's.
target_compile_options(moa_torch INTERFACE "SHELL:-idirafter ${MOA_SITE}/torch/include")
target_compile_definitions(moa_torch INTERFACE AT_PER_OPERATOR_HEADERS)
target_link_libraries(moa_torch INTERFACE torch::torch_cpu torch::c10)
target_link_options(moa_torch INTERFACE "-Wl,-rpath,${MOA_SITE}/torch/lib" "-Wl,-rpath-link,${MOA_SITE}/nvidia/cu13/lib")
