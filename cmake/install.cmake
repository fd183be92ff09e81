# cmake --install: the command, the libraries with their headers, the variants, and what find_package(spintile) reads.
include(CMakePackageConfigHelpers)

install(TARGETS spintile_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS spintile_spec spintile_host spintile_gen spintile_refmodel spintile_verif EXPORT spintile
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/spintile)
install(DIRECTORY variants configs DESTINATION ${CMAKE_INSTALL_DATADIR}/spintile FILES_MATCHING PATTERN "*.yaml")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/spintile)
configure_package_config_file(cmake/spintile-config.cmake.in ${PROJECT_BINARY_DIR}/spintile-config.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/spintile-config-version.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT spintile NAMESPACE spintile:: FILE spintile-targets.cmake DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/spintile-config.cmake ${PROJECT_BINARY_DIR}/spintile-config-version.cmake
        DESTINATION ${package_folder})
