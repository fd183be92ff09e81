# cmake -D BUILD=... -D CONSUMER=... -D COMPILER=... -D FLAGS=... -P run.cmake
# Installs the build, builds the consumer against what was installed alone, and runs both.
set(prefix ${BUILD}/install-test/prefix)
set(consumer_build ${BUILD}/install-test/consumer)
file(REMOVE_RECURSE ${BUILD}/install-test)

execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CONSUMER} -B ${consumer_build} -D CMAKE_PREFIX_PATH=${prefix}
                        -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_FLAGS=${FLAGS} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${consumer_build} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${consumer_build}/consumer ${prefix}/share/spintile/variants/single_cell.yaml COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${prefix}/bin/spintile --version COMMAND_ERROR_IS_FATAL ANY)
