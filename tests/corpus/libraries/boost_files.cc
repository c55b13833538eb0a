// Boost: property trees, archives, filtering streams.
#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>
#include <boost/iostreams/device/file.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <boost/property_tree/ini_parser.hpp>
#include <boost/property_tree/json_parser.hpp>
#include <fstream>

#include "corpus.h"

void Tree() {
  boost::property_tree::ptree tree;
  boost::property_tree::read_json("tree.json", tree);
  WriteAs("rate", tree.get<double>("rate"));  // FLOW: tree.json
}

void Archive() {
  std::ofstream file("weights.txt");
  boost::archive::text_oarchive archive(file);
  double weight = ReadReal("weight");
  archive << weight;  // FLOW: weight -> weights.txt
}

void Unarchived() {
  std::ifstream file("weights.in");
  boost::archive::text_iarchive archive(file);
  double weight = 0;
  archive >> weight;
  WriteReal("weight", weight);  // FLOW: weights.in
}

void Filtered() {
  boost::iostreams::filtering_istream in;
  in.push(boost::iostreams::gzip_decompressor());
  in.push(boost::iostreams::file_source("rows.csv.gz"));
  std::string line;
  std::getline(in, line);
  WriteAs("line", line);  // FLOW: rows.csv.gz
}
