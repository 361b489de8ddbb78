# HiGHS from the highsbox wheel. It is built with the old C++ ABI: only its C interface may be used.
find_path(HIGHS_INCLUDE interfaces/highs_c_api.h
          HINTS "${MOA_DEPS}/site/highsbox/highs_dist/include/highs" "${MOA_DEPS}/site/highsbox/include/highs" NO_CACHE)
find_library(HIGHS_LIBRARY highs
             HINTS "${MOA_DEPS}/site/highsbox/highs_dist/lib" "${MOA_DEPS}/site/highsbox/highs_dist/lib64" NO_CACHE)
if(NOT HIGHS_INCLUDE OR NOT HIGHS_LIBRARY)
  message(FATAL_ERROR "HiGHS is missing in ${MOA_DEPS}/site. Run scripts/setup.sh, or set MOA_DEPS.")
endif()
add_library(moa_highs INTERFACE)
target_include_directories(moa_highs SYSTEM INTERFACE "${HIGHS_INCLUDE}")
target_link_libraries(moa_highs INTERFACE "${HIGHS_LIBRARY}")
