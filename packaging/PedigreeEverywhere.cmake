# Lineage for a project that is not touched: cmake -DCMAKE_PROJECT_INCLUDE=THIS_FILE ...
include("${CMAKE_CURRENT_LIST_DIR}/Pedigree.cmake")
# Once, by the outermost project.
if(PROJECT_SOURCE_DIR STREQUAL CMAKE_SOURCE_DIR)
  pedigree_enable_everywhere()
endif()
