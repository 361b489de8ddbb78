# Two functions every room uses, so that warnings, sanitizers and test settings stand in one place.

# -Wrestrict of g++ 12 is wrong about std::string's operator+ (GCC bug 105651).
set(MOA_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND MOA_WARNINGS -Wno-restrict)
endif()

# Interface target with the project's warnings and sanitizers: linked by the project's own code only.
add_library(moa_flags INTERFACE)
target_compile_options(moa_flags INTERFACE ${MOA_WARNINGS})
target_include_directories(moa_flags INTERFACE "${CMAKE_SOURCE_DIR}")
if(MOA_SANITIZE)
  target_compile_options(moa_flags INTERFACE -fsanitize=${MOA_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
  target_link_options(moa_flags INTERFACE -fsanitize=${MOA_SANITIZE})
endif()

# moa_library(NAME SOURCES ... LINKS ...): one room as a static library.
function(moa_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC moa_flags ${ARG_LINKS})
endfunction()

# moa_test(NAME LINKS ... [LABELS ...] [TIMEOUT s]): tests/<folder>/NAME.cpp as one Qt Test program.
# The label `slow` keeps a test out of ./test.sh unless --all is given.
function(moa_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LINKS;LABELS" ${ARGN})
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} moa_test_support Qt6::Core Qt6::Test)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  add_test(NAME ${name} COMMAND ${name} -nocrashhandler)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(environment QT_QPA_PLATFORM=offscreen OMP_WAIT_POLICY=passive ASAN_OPTIONS=detect_leaks=1
                  "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp")
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
