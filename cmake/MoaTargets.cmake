# The functions every room uses, so that warnings, sanitizers and test settings stand in one place.

# -Wrestrict of g++ 12 is wrong about std::string's operator+ (GCC bug 105651), and clang 14 does not know it.
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

# -O1 compiles faster, and the work is done in the rooms' code. Qt defines two folders anew in every folder, which would
# keep tests from sharing headers.
set(MOA_TEST_OPTIONS -O1 -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The first is what ccache needs to see through precompiled headers; g++ 12 at -O1 warns of overruns inside
  # std::string's own operator+.
  list(APPEND MOA_TEST_OPTIONS -fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow)
endif()

# moa_test_headers(NAME LINKS ...): Qt Test's headers, which cost more than most test files, read once for all tests
# whose definitions agree with those of LINKS.
function(moa_test_headers name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(CONFIGURE OUTPUT ${name}.cpp CONTENT "")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE moa_flags ${ARG_LINKS} Qt6::Core Qt6::Test)
  target_compile_options(${name} PRIVATE ${MOA_TEST_OPTIONS})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_precompile_headers(${name} PRIVATE <QtTest> <fmt/format.h> <nlohmann/json.hpp>)
endfunction()

# moa_test(NAME LINKS ... [LABELS ...] [TIMEOUT s] [WINDOW]): tests/<folder>/NAME.cpp as one Qt Test program. WINDOW: it
# uses Qt Widgets, and has the machine for itself, since it asserts how long events take; it carries the label `window`,
# and the target `window_tests` builds all of these. The label `slow` keeps a test out of ./test.sh unless --all is
# given.
function(moa_test name)
  cmake_parse_arguments(ARG "WINDOW" "TIMEOUT" "LINKS;LABELS" ${ARGN})
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES AUTOMOC ON UNITY_BUILD OFF)
  target_compile_options(${name} PRIVATE ${MOA_TEST_OPTIONS})
  if(ARG_WINDOW)
    target_precompile_headers(${name} REUSE_FROM moa_window_test_headers)
  else()
    target_precompile_headers(${name} REUSE_FROM moa_test_headers)
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} moa_test_support Qt6::Core Qt6::Test)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  add_test(NAME ${name} COMMAND ${name} -nocrashhandler)
  if(ARG_WINDOW)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
    list(APPEND ARG_LABELS window)
    add_dependencies(window_tests ${name})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(environment QT_QPA_PLATFORM=offscreen OMP_WAIT_POLICY=passive ASAN_OPTIONS=detect_leaks=1
                  "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp"
                  "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp")
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
