# Lineage in CMake builds by Clang 19 or 22: find_package(Pedigree), and then
#
#   pedigree_enable(TARGET... [CATALOG FILE...] [POLICY FILE...] [ROOT DIR] [STRICT] [PROBES])
#       The targets' sources are compiled with the plugin, and what they are linked into carries their
#       lineage. CATALOG: of one's own; they come after the default ones and win. ROOT: what names of files
#       are relative to (default: the project's source folder). POLICY: what these forbid is told by the compiler.
#       PROBES: the program tells the runtime at which sites it is.
#
#   pedigree_enable_everywhere([CATALOG FILE...] [POLICY FILE...] [ROOT DIR] [STRICT] [PROBES])
#       The same for every target that this folder and those below it define from here on.
#
#   pedigree_graph(NAME TARGET...)
#       A target NAME of `all` that writes NAME.graph into the current binary folder: the lineage of the
#       binaries of TARGETs, as one program.
#
# For a project that shall not be touched: cmake -DCMAKE_PROJECT_INCLUDE=.../PedigreeEverywhere.cmake
include_guard(GLOBAL)

get_filename_component(_pedigree_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(Pedigree_PLUGIN "${_pedigree_prefix}/lib/libpedigree.so" CACHE FILEPATH "Pedigree's plugin for Clang 19")
set(Pedigree_PLUGIN_22 "${_pedigree_prefix}/lib/libpedigree22.so" CACHE FILEPATH "Pedigree's plugin for Clang 22")
set(Pedigree_EXECUTABLE "${_pedigree_prefix}/bin/pedigree" CACHE FILEPATH "The pedigree command")

# The plugin for the compiler of a language.
function(_pedigree_plugin language plugin_of)
  set(compiler "${CMAKE_${language}_COMPILER_ID} ${CMAKE_${language}_COMPILER_VERSION}")
  if(compiler MATCHES "^Clang 19\\.")
    set(plugin "${Pedigree_PLUGIN}")
  elseif(compiler MATCHES "^Clang 22\\.")
    set(plugin "${Pedigree_PLUGIN_22}")
  else()
    message(FATAL_ERROR "Pedigree's plugins are for Clang 19 and Clang 22, and the compiler of ${language} is "
      "${compiler}. Use 'pedigree extract -p' with others.")
  endif()
  if(NOT EXISTS "${plugin}")
    message(FATAL_ERROR "Pedigree's plugin for ${compiler} is not installed: ${plugin} is not there")
  endif()
  set(${plugin_of} "${plugin}" PARENT_SCOPE)
endfunction()

# The flags that load the plugin, of the arguments of pedigree_enable; and what they read: plugins, catalogs, policies.
function(_pedigree_flags flags_of read_of targets_of)
  cmake_parse_arguments(PARSE_ARGV 3 arg "STRICT;PROBES" "ROOT" "CATALOG;POLICY")
  set(flags)
  set(read)
  foreach(language C CXX)
    if(CMAKE_${language}_COMPILER)
      _pedigree_plugin(${language} plugin)
      list(APPEND flags "$<$<COMPILE_LANGUAGE:${language}>:-fplugin=${plugin}>")
      list(APPEND read "${plugin}")
    endif()
  endforeach()
  if(NOT arg_ROOT)
    set(arg_ROOT "${CMAKE_SOURCE_DIR}")
  endif()
  get_filename_component(arg_ROOT "${arg_ROOT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  set(options "-fplugin-arg-pedigree-root=${arg_ROOT}")
  if(arg_STRICT)
    list(APPEND options "-fplugin-arg-pedigree-strict")
  endif()
  if(arg_PROBES)
    # The latter: by the places of calls, which the compiler then notes.
    list(APPEND options "-fplugin-arg-pedigree-probes" "-Rpass=pedigree")
  endif()
  foreach(catalog IN LISTS arg_CATALOG)
    get_filename_component(catalog "${catalog}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND read "${catalog}")
    list(APPEND options "-fplugin-arg-pedigree-catalog=${catalog}")
  endforeach()
  foreach(policy IN LISTS arg_POLICY)
    get_filename_component(policy "${policy}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND read "${policy}")
    list(APPEND options "-fplugin-arg-pedigree-policy=${policy}")
  endforeach()
  list(REMOVE_DUPLICATES read)
  set(${flags_of} "${flags};$<$<COMPILE_LANGUAGE:C,CXX>:${options}>" PARENT_SCOPE)
  set(${read_of} "${read}" PARENT_SCOPE)
  set(${targets_of} "${arg_UNPARSED_ARGUMENTS}" PARENT_SCOPE)
endfunction()

function(pedigree_enable)
  _pedigree_flags(flags read targets ${ARGV})
  if(NOT targets)
    message(FATAL_ERROR "pedigree_enable: name a target")
  endif()
  foreach(target IN LISTS targets)
    if(NOT TARGET ${target})
      message(FATAL_ERROR "pedigree_enable: there is no target '${target}'")
    endif()
    target_compile_options(${target} PRIVATE "${flags}")
    # Another plugin, catalog or policy may see something else.
    get_target_property(sources ${target} SOURCES)
    if(sources)
      set_property(SOURCE ${sources} TARGET_DIRECTORY ${target} APPEND PROPERTY OBJECT_DEPENDS ${read})
    endif()
  endforeach()
endfunction()

macro(pedigree_enable_everywhere)
  _pedigree_flags(_pedigree_everywhere _pedigree_read _pedigree_rest ${ARGV})
  if(_pedigree_rest)
    message(FATAL_ERROR "pedigree_enable_everywhere: what is '${_pedigree_rest}'?")
  endif()
  add_compile_options("${_pedigree_everywhere}")
endmacro()

function(pedigree_graph name)
  if(NOT ARGN)
    message(FATAL_ERROR "pedigree_graph(${name}): name a target")
  endif()
  set(binaries)
  foreach(target IN LISTS ARGN)
    list(APPEND binaries "$<TARGET_FILE:${target}>")
  endforeach()
  set(graph "${CMAKE_CURRENT_BINARY_DIR}/${name}.graph")
  add_custom_command(OUTPUT "${graph}"
    COMMAND "${Pedigree_EXECUTABLE}" link --job ${name} -o "${graph}" ${binaries}
    DEPENDS ${ARGN} "${Pedigree_EXECUTABLE}"
    COMMENT "Linking the lineage of ${name}"
    VERBATIM)
  add_custom_target(${name} ALL DEPENDS "${graph}")
endfunction()
