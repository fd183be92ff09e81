# One executable a test file: a newcomer runs the test of the block at hand and nothing else. Labels:
#   quick  seconds, no Verilator
#   cosim  Verilates; starts first, so that the quick ones fill the gaps
#   formal seconds a proof, with Yosys and ABC
#   long   not part of the default run (ctest --preset long)
find_package(GTest REQUIRED)
include(GoogleTest)

set(cosim_tests analog_mutants_test packets_ahead_test refusals_test train_engines_test step_diagram_test reset_sweep_test training_mutants_test training_cosimulation_test classification_test float_mutants_test float_unit_programs_test rtl_float_unit_test cli_verify_test cosimulation_test coverage_test harness_test icarus_witness_test mutants_test
    rtl_port_test self_check_test static_checks_test verify_test verilated_model_test verilator_witness_test)

set(shared_data ${PROJECT_SOURCE_DIR}/../shared/data)
if(DEFINED ENV{SPINTILE_DATA})
  set(shared_data $ENV{SPINTILE_DATA})
endif()
set(SPINTILE_DATA ${shared_data} CACHE PATH "Folder with mnist/ for the tests that read real data")
if(NOT EXISTS ${SPINTILE_DATA}/mnist)
  message(WARNING "no ${SPINTILE_DATA}/mnist: tests on real data will be skipped (set SPINTILE_DATA)")
endif()
# Verilated models of the tests live and die with the build folder.
# (Two properties, because gtest_discover_tests takes a list apart.)
set(test_environment ENVIRONMENT SPINTILE_DATA=${SPINTILE_DATA}
                     ENVIRONMENT_MODIFICATION SPINTILE_CACHE=set:${PROJECT_BINARY_DIR}/models)

# MPFR is the oracle of the numeric tests, Eigen that of crossbars with wires; nothing that is installed uses them.
file(GLOB test_sources CONFIGURE_DEPENDS verif/tests/*_test.cpp)
foreach(source ${test_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE spintile::verif spintile_flags GTest::gtest_main mpfr gmp fmt::fmt
                                        nlohmann_json::nlohmann_json yaml-cpp ZLIB::ZLIB Eigen3::Eigen)
  target_compile_definitions(${name} PRIVATE SPINTILE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             SPINTILE_COMMAND="$<TARGET_FILE:spintile_cli>")
  if(name MATCHES "_long_test$")
    set(properties LABELS long TIMEOUT 3600 RESOURCE_LOCK ${name})
  elseif(name MATCHES "^formal_")
    set(properties LABELS formal TIMEOUT 120)
  elseif(name IN_LIST cosim_tests)
    set(properties LABELS cosim TIMEOUT 600 COST 10)
    if(NOT name STREQUAL verify_test)  # there each test has a model of its own; elsewhere two would build the same one
      list(APPEND properties RESOURCE_LOCK ${name})
    endif()
  else()
    set(properties LABELS quick TIMEOUT 120)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${properties} ${test_environment})
endforeach()
add_dependencies(cli_test spintile_cli)
add_dependencies(cli_verify_test spintile_cli)
add_dependencies(coverage_test spintile_cli)
add_dependencies(fp_command_test spintile_cli)
add_dependencies(microcode_steps_test spintile_cli)
add_dependencies(train_command_test spintile_cli)
add_dependencies(train_engines_test spintile_cli)
add_dependencies(train_engines_long_test spintile_cli)

add_test(NAME install.find_package
         COMMAND ${CMAKE_COMMAND} -D BUILD=${PROJECT_BINARY_DIR} -D CONSUMER=${PROJECT_SOURCE_DIR}/verif/install
                 -D COMPILER=${CMAKE_CXX_COMPILER} -D FLAGS=${CMAKE_CXX_FLAGS} -P ${PROJECT_SOURCE_DIR}/verif/install/run.cmake)
set_tests_properties(install.find_package PROPERTIES LABELS quick TIMEOUT 300)
