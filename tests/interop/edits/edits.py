"""Edits of the examples, with what a review must say of each.

`changes` are lines of the diff: "+ ASSET" and "- ASSET:COLUMN" for what appeared or went, "+ FROM:COLUMN,COLUMN -> TO" for flows
that are no part of a longer one, by their two assets, "~ FROM:COLUMN -> TO PROPERTIES" for flows that changed. Flows into logs are
left out, as `pedigree diff` leaves them out. `findings` are the rules of edits_test.py's policy, of policies/evaluation.txtpb and of
policies/language_models.txtpb that have a new finding. An edit is a list of (file, old, new); `old` must be there exactly once, unless it is replaced
`everywhere`. `before` is edited first, and what comes of that is what the change is compared with.
"""

from dataclasses import dataclass, field

BUILD = "features/build_features.cc"
FEATURES = "features/main.cc"
ROW = "features/feature_row.cc"
STANDARD = "features/standardizer.cc"
INGEST = "ingest/main.cc"
FILE = "ingest/patient_file.cc"
TRAIN = "train/main.cc"
METRICS = "train/metrics.cc"
SCORE = "score/main.cc"
PATHS = "paths.h"
ASK = "ask/main.cc"
INDEX = "index/main.cc"
STORE = "store.cc"


@dataclass
class Edit:
    name: str
    edits: list
    changes: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    everywhere: bool = False
    renames: list = field(default_factory=list)
    before: list = field(default_factory=list)
    example: str = "clinic"


PSEUDONYM = [
    (INGEST, "void WritePatients(", "PEDIGREE_TRANSFORM(ANONYMIZE, \"arg[0]\", \"return\") int Pseudonym(int id) { return id * 7919 % 100003; }\n\n"
     "void WritePatients("),
    (INGEST, "namespace clinic {\n", "#include \"runtime/annotations.h\"\n\nnamespace clinic {\n"),
    (INGEST, "insert.Bind(1, patient.id);", "insert.Bind(1, Pseudonym(patient.id));"),
]

REDACTED = [
    (ASK, "class Assistant {", "PEDIGREE_TRANSFORM(ANONYMIZE, \"arg[0]\", \"return\") std::string Redacted(const std::string& text) {\n"
     "  std::string out;\n  for (char c : text) out += c >= '0' && c <= '9' ? '#' : c;\n  return out;\n}\n\nclass Assistant {"),
    (ASK, "namespace assistant {\nnamespace {\n", "#include \"runtime/annotations.h\"\n\nnamespace assistant {\nnamespace {\n"),
    (ASK, "Complete(url_, Prompt(question))", "Complete(url_, Prompt(Redacted(question)))"),
]

# What PSEUDONYM changes, put in or dropped.
PSEUDONYM_CHANGES = [
    "~ data/patients.csv -> out/metrics.json transforms",
    "~ data/patients.csv -> out/progression.json transforms",
    "~ data/patients.csv -> out/scores.csv transforms",
    "~ data/patients.csv -> patients transforms",
    "~ data/patients.csv -> test_features transforms",
    "~ data/patients.csv -> train_features transforms",
]

EDITS = [
    # ---- Refactorings: nothing may be said of any.
    Edit("a comment", [(BUILD, "namespace clinic {\nnamespace {", "namespace clinic {\n// More to read.\n\nnamespace {")]),
    Edit("lines moved down", [(TRAIN, "struct Dataset {", "\n\n\n\n\nstruct Dataset {")]),
    Edit("a function renamed", [(BUILD, "BodyFat(", "FatOf(")], everywhere=True),
    Edit("a local variable renamed", [(BUILD, "rows", "people")], everywhere=True),
    Edit("a struct renamed", [(FEATURES, "Example", "Person")], everywhere=True),
    Edit("a source file renamed", [], renames=[(METRICS, "train/measures.cc")]),
    Edit("a function extracted", [
        (BUILD, "  features.ltg = patient.ltg;\n  features.log_glu = std::log(patient.glu);\n", "  AddBlood(patient, &features);\n"),
        (BUILD, "std::vector<Patient> ReadPatients(",
         "static void AddBlood(const Patient& patient, Features* features) {\n  features->ltg = patient.ltg;\n"
         "  features->log_glu = std::log(patient.glu);\n}\n\nstd::vector<Patient> ReadPatients("),
    ]),
    Edit("a function inlined", [(BUILD, "features.body_fat = BodyFat(patient);",
                                 "features.body_fat = 1.20 * patient.bmi + 0.23 * patient.age - 5.4;")]),
    Edit("statements reordered", [(BUILD, "  features.age = patient.age;\n  features.bmi = patient.bmi;\n",
                                   "  features.bmi = patient.bmi;\n  features.age = patient.age;\n")]),
    Edit("a named temporary", [(BUILD, "features.bp = patient.bp;", "const double pressure = patient.bp;\n  features.bp = pressure;")]),
    Edit("a range loop made an index loop", [
        (INGEST, "for (const Patient& patient : patients) {\n    insert.Bind(1, patient.id);",
         "for (std::size_t i = 0; i < patients.size(); ++i) {\n    const Patient& patient = patients[i];\n    insert.Bind(1, patient.id);")]),
    Edit("a value returned through a pointer", [
        (BUILD, "double BodyFat(const Patient& patient) { return 1.20 * patient.bmi + 0.23 * patient.age - 5.4; }",
         "void BodyFat(const Patient& patient, double* fat) { *fat = 1.20 * patient.bmi + 0.23 * patient.age - 5.4; }"),
        (BUILD, "features.body_fat = BodyFat(patient);", "BodyFat(patient, &features.body_fat);"),
    ]),
    Edit("a lambda for a function", [
        (BUILD, "features.body_fat = BodyFat(patient);",
         "const auto fat = [&] { return BodyFat(patient); };\n  features.body_fat = fat();")]),
    Edit("another constant", [(BUILD, "- 5.4", "- 5.5")]),
    Edit("another hyper-parameter", [(TRAIN, '"eta", "0.05"', '"eta", "0.10"')]),
    Edit("another message to stderr", [(TRAIN, '"train: RMSE "', '"train: the RMSE is "')]),
    Edit("a function moved to another source file", [
        (BUILD, "// Body fat in percent of the body's weight, as Deurenberg, Weststrate and Seidell (\"Body mass index\n"
         "// as a measure of body fatness\", 1991) estimate it for adults, without their term for sex.\n"
         "double BodyFat(const Patient& patient) { return 1.20 * patient.bmi + 0.23 * patient.age - 5.4; }\n", ""),
        ("features/build_features.h", "// The features of one person", "double BodyFat(const Patient& patient);\n\n// The features of one person"),
        (STANDARD, "namespace clinic {\n", "#include \"examples/clinic/features/build_features.h\"\n\nnamespace clinic {\n\n"
         "double BodyFat(const Patient& patient) { return 1.20 * patient.bmi + 0.23 * patient.age - 5.4; }\n"),
    ]),
    Edit("a field that nothing uses", [("patient.h", "  double bmi = 0;\n", "  double bmi = 0;\n  double waist = 0;\n")]),
    # ---- Flows that come and go.
    Edit("a field and its column", [
        ("patient.h", "  double progression = 0;\n", "  double progression = 0;\n  double waist = 0;\n"),
        (FILE, "  return patient;\n}\n\n}  // namespace\n", "  patient.waist = ReadMeasurement(reader, \"waist\", 30, 250);\n  return patient;\n}\n\n}  // namespace\n"),
        (INGEST, "progression REAL)", "progression REAL, waist REAL)"),
        (INGEST, "glu, progression) \"", "glu, progression, waist) \""),
        (INGEST, "?, ?, ?)\");", "?, ?, ?, ?)\");"),
        (INGEST, "    insert.Run();", "    insert.Bind(13, patient.waist);\n    insert.Run();"),
    ], changes=[
        "+ data/patients.csv -> patients",
        "+ patients:waist",
    ]),
    Edit("the anonymizer dropped", [
        (INGEST, "insert.Bind(1, Pseudonym(patient.id));", "insert.Bind(1, patient.id);"),
    ], before=PSEUDONYM, changes=PSEUDONYM_CHANGES, findings=["ids-are-pseudonyms"]),
    Edit("an anonymizer put in", PSEUDONYM, changes=PSEUDONYM_CHANGES),
    Edit("a protected column in a formula", [
        (BUILD, "- 5.4; }", "- 10.8 * (patient.sex - 1) - 5.4; }"),
        (BUILD, "glu, progression \"", "glu, progression, sex \""),
        (BUILD, "    patients.push_back(patient);", "    patient.sex = rows.Int(10);\n    patients.push_back(patient);"),
    ], changes=[
        "+ patients:sex -> out/metrics.json",
        "+ patients:sex -> out/progression.json",
        "+ patients:sex -> out/scores.csv",
    ], findings=["no-protected"]),
    Edit("a protected column read and not used", [
        (BUILD, "glu, progression \"", "glu, progression, sex \""),
        (BUILD, "    patients.push_back(patient);", "    patient.sex = rows.Int(10);\n    patients.push_back(patient);"),
    ]),
    Edit("a protected column decides which rows train", [
        (BUILD, "glu, progression \"", "glu, progression, sex \""),
        (BUILD, "    patients.push_back(patient);", "    if (rows.Int(10) == 1) patients.push_back(patient);"),
    ], changes=[
        "+ patients:sex -> out/metrics.json",
        "+ patients:sex -> out/progression.json",
        "+ patients:sex -> out/scores.csv",
        "+ patients:sex -> test_features",
        "+ patients:sex -> train_features",
        "~ patients:id -> test_features confidence",
        "~ patients:id -> train_features confidence",
    ], findings=["no-protected"]),
    Edit("a protected column filters in SQL", [(BUILD, "FROM patients ORDER BY id", "FROM patients WHERE sex = 1 ORDER BY id")], changes=[
        "+ patients:sex -> out/metrics.json",
        "+ patients:sex -> out/progression.json",
        "+ patients:sex -> out/scores.csv",
        "+ patients:sex -> test_features",
        "+ patients:sex -> train_features",
    ], findings=["no-protected"]),
    Edit("another sort column", [(BUILD, "FROM patients ORDER BY id", "FROM patients ORDER BY age")], changes=[
        "+ patients:age -> test_features",
        "+ patients:age -> train_features",
        "~ patients:age -> out/metrics.json transforms",
        "~ patients:age -> out/scores.csv transforms",
    ]),
    Edit("a column more in the model's features", [
        (BUILD, "features.ltg = patient.ltg;", "features.ltg = patient.ltg + patient.tch;"),
        (BUILD, "glu, progression \"", "glu, progression, tch \""),
        (BUILD, "    patients.push_back(patient);", "    patient.tch = rows.Double(10);\n    patients.push_back(patient);"),
    ], changes=[
        "+ patients:tch -> out/metrics.json",
        "+ patients:tch -> out/progression.json",
        "+ patients:tch -> out/scores.csv",
    ]),
    Edit("a feature dropped", [(BUILD, "  features.bp = patient.bp;\n", "")], changes=[
        "- patients:bp -> out/metrics.json",
        "- patients:bp -> out/progression.json",
        "- patients:bp -> out/scores.csv",
        "~ data/patients.csv -> test_features influence subtype",
        "~ data/patients.csv -> train_features influence subtype",
    ]),
    Edit("two features swapped", [
        (BUILD, "features.bp = patient.bp;", "features.bp = patient.ltg;"),
        (BUILD, "features.ltg = patient.ltg;", "features.ltg = patient.bp;"),
    ], changes=[
        "+ patients:bp,ltg -> test_features",
        "+ patients:bp,ltg -> train_features",
        "- patients:bp,ltg -> test_features",
        "- patients:bp,ltg -> train_features",
    ]),
    Edit("a column not ingested any more", [(INGEST, "    insert.Bind(9, patient.tch);\n", "")], changes=[
        "- data/patients.csv -> patients",
        "- patients:tch",
    ]),
    Edit("the label among the features", [(BUILD, "features.ltg = patient.ltg;", "features.ltg = patient.progression;")], changes=[
        "+ patients:progression -> test_features",
        "+ patients:progression -> train_features",
        "- patients:ltg -> out/metrics.json",
        "- patients:ltg -> out/progression.json",
        "- patients:ltg -> out/scores.csv",
        "~ patients:progression -> out/metrics.json transforms",
        "~ patients:progression -> out/scores.csv transforms",
    ], findings=["label-is-no-feature"]),
    Edit("a check of a range dropped", [(FILE, 'ReadMeasurement(reader, "bp", 30, 250)', 'reader.Number("bp")')]),
    # ---- Assets that come and go.
    Edit("a new output", [
        (SCORE, "  WriteScores(scores, ScoresFile());", "  WriteScores(scores, ScoresFile());\n  WriteScores(scores, InOutDir(\"copy.csv\"));")], changes=[
        "+ data/patients.csv -> out/copy.csv",
        "+ out/copy.csv",
        "+ patients:age,bmi,bp,glu,hdl,ldl,ltg,progression,tc -> out/copy.csv",
        "+ test_features:body_fat -> out/copy.csv",
        "+ train_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/copy.csv",
    ]),
    Edit("an output dropped", [(TRAIN, "  WriteMetrics(metrics, MetricsFile());\n", "")], changes=[
        "- data/patients.csv -> out/metrics.json",
        "~ out/metrics.json witnesses",
        "- patients:age,bmi,bp,glu,hdl,id,ldl,ltg,tc -> out/metrics.json",
        "- test_features:body_fat,id -> out/metrics.json",
        "- train_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,progression,tc_hdl -> out/metrics.json",
    ], findings=["model-is-evaluated"]),
    Edit("the model renamed", [(PATHS, '"progression.json"', '"model.json"')], changes=[
        "+ data/patients.csv -> out/model.json",
        "+ out/model.json",
        "+ out/model.json -> out/scores.csv",
        "+ patients:age,bmi,bp,glu,hdl,id,ldl,ltg,tc -> out/model.json",
        "+ train_features:body_fat,id -> out/model.json",
        "- data/patients.csv -> out/progression.json",
        "- out/progression.json",
        "- out/progression.json -> out/scores.csv",
        "- patients:age,bmi,bp,glu,hdl,id,ldl,ltg,tc -> out/progression.json",
        "- train_features:body_fat,id -> out/progression.json",
    ], findings=["no-training-data-in-evaluation"]),
    Edit("another input file", [(PATHS, '"patients.csv"', '"patients2.csv"')], changes=[
        "+ data/patients2.csv",
        "+ data/patients2.csv -> out/metrics.json",
        "+ data/patients2.csv -> out/progression.json",
        "+ data/patients2.csv -> out/scores.csv",
        "+ data/patients2.csv -> patients",
        "+ data/patients2.csv -> test_features",
        "+ data/patients2.csv -> train_features",
        "- data/patients.csv",
        "- data/patients.csv -> out/metrics.json",
        "- data/patients.csv -> out/progression.json",
        "- data/patients.csv -> out/scores.csv",
        "- data/patients.csv -> patients",
        "- data/patients.csv -> test_features",
        "- data/patients.csv -> train_features",
    ], findings=["no-training-data-in-evaluation"]),
    Edit("an input more", [
        (INGEST, "  WritePatients(db, patients);",
         "  for (const Patient& more : ReadPatientFile(InDataDir(\"more.csv\"))) patients.push_back(more);\n  WritePatients(db, patients);")], changes=[
        "+ data/more.csv",
        "+ data/more.csv -> out/metrics.json",
        "+ data/more.csv -> out/progression.json",
        "+ data/more.csv -> out/scores.csv",
        "+ data/more.csv -> patients",
        "+ data/more.csv -> test_features",
        "+ data/more.csv -> train_features",
    ], findings=["no-training-data-in-evaluation"]),
    Edit("a release note not logged any more", [(INGEST, "  LogReleaseNote(ReleaseNote());\n", "")], changes=[
        "- data/release.txt",
    ]),
    # ---- Data sets that change places.
    Edit("training on the test set", [(TRAIN, '"FROM train_features ORDER BY id"', '"FROM test_features ORDER BY id"')], changes=[
        "+ test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/progression.json",
        "+ test_features:progression -> out/scores.csv",
        "- train_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,progression,tc_hdl -> out/metrics.json",
        "- train_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/progression.json",
        "- train_features:progression -> out/scores.csv",
        "~ data/patients.csv -> out/metrics.json transforms",
        "~ patients:age,bmi,bp,glu,hdl,id,ldl,ltg,tc -> out/metrics.json transforms",
        "~ test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/scores.csv transforms",
        "~ train_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/scores.csv transforms",
    ], findings=["held-out-stays-out", "model-is-evaluated", "no-training-data-in-evaluation"]),
    Edit("measuring on the training set", [(TRAIN, '"FROM test_features ORDER BY id"', '"FROM train_features ORDER BY id"')], changes=[
        "- test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,progression,tc_hdl -> out/metrics.json",
        "~ data/patients.csv -> out/metrics.json transforms",
        "~ patients:age,bmi,bp,glu,hdl,id,ldl,ltg,tc -> out/metrics.json transforms",
        "~ train_features:age,bmi,body_fat,bp,ldl_hdl,log_glu,ltg,tc_hdl -> out/metrics.json transforms",
    ], findings=["model-is-evaluated", "no-training-data-in-evaluation"]),
    Edit("the model written after the test set was learned too", [
        (TRAIN, "  metrics.rmse = Root", "  test_matrix.SetLabels(test.labels);\n  booster.Train(test_matrix, 1);\n  booster.Save(ModelFile());\n  metrics.rmse = Root")], changes=[
        "+ test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/progression.json",
        "+ test_features:progression -> out/scores.csv",
        "~ test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/scores.csv transforms",
    ], findings=["held-out-stays-out", "model-is-evaluated", "no-training-data-in-evaluation"]),
    Edit("the standardizer fitted to everybody", [(FEATURES, "if (!IsForTesting(patient)) standardizer", "standardizer")]),
    Edit("scores of the training set alone", [
        (SCORE, '  ScoreRows(db,\n            "SELECT id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu FROM test_features",\n            booster, &scores);\n', "")], changes=[
        "- test_features:age,bmi,body_fat,bp,id,ldl_hdl,log_glu,ltg,tc_hdl -> out/scores.csv",
    ]),
    # ---- Logs.
    Edit("a person's data in a log", [
        (SCORE, '  std::cerr << "score: " << scores',
         '  for (const Score& score : scores) std::cerr << score.id << "\\n";\n  std::cerr << "score: " << scores')],
         findings=["no-pii-in-logs"]),
    Edit("a measure in a log", [(FEATURES, '  db.Execute("BEGIN");', '  std::cerr << patients[0].bmi << "\\n";\n  db.Execute("BEGIN");')]),
    # ---- The other example: a stream, its keys, and a table.
    Edit("ward: a function inlined", [
        ("features/main.cc", "store.Put(FromMessage(message));", "const Features features = FromMessage(message);\n    store.Put(features);")],
        example="ward"),
    Edit("ward: keys in another order", [
        ("publish/main.cc", '  message["bmi"] = person.bmi;\n  message["bp"] = person.bp;\n', '  message["bp"] = person.bp;\n  message["bmi"] = person.bmi;\n')],
        example="ward"),
    Edit("ward: a pseudonym dropped", [
        ("features/main.cc", 'Pseudonym(message.at("id").get<int>())', 'message.at("id").get<int>()')],
        before=[
            ("features/main.cc", "Features FromMessage(", "PEDIGREE_TRANSFORM(ANONYMIZE, \"arg[0]\", \"return\") int Pseudonym(int id) { return id * 7919 % 100003; }\n\n"
             "Features FromMessage("),
            ("features/main.cc", "namespace ward {\n", "#include \"runtime/annotations.h\"\n\nnamespace ward {\n"),
            ("features/main.cc", 'message.at("id").get<int>()', 'Pseudonym(message.at("id").get<int>())'),
        ], example="ward", changes=[
        "~ data/patients.csv -> features transforms",
        "~ data/patients.csv -> scores transforms",
        "~ kafka://localhost:9092/measurements:id -> features subtype transforms",
        "~ kafka://localhost:9092/measurements:id -> scores subtype transforms",
        "~ kafka://localhost:9092/measurements:id -> scores transforms",
        "~ kafka://{env:WARD_BROKERS}/measurements:id -> features subtype transforms",
        "~ kafka://{env:WARD_BROKERS}/measurements:id -> scores subtype transforms",
        "~ kafka://{env:WARD_BROKERS}/measurements:id -> scores transforms",
    ], findings=["ids-are-kept-as-pseudonyms"]),
    Edit("ward: a protected column in the score", [
        ("score/main.cc", "model.ltg * features.ltg;", "model.ltg * features.ltg - 10.8 * (features.sex - 1);")], example="ward", changes=[
        "+ kafka://localhost:9092/measurements:sex -> scores",
        "+ kafka://{env:WARD_BROKERS}/measurements:sex -> scores",
    ], findings=["sex-scores-nobody"]),
    Edit("ward: another topic", [("kafka.h", '"measurements"', '"vitals"')], example="ward", changes=[
        "+ data/patients.csv -> kafka://localhost:9092/vitals",
        "+ data/patients.csv -> kafka://{env:WARD_BROKERS}/vitals",
        "+ kafka://localhost:9092/vitals",
        "+ kafka://localhost:9092/vitals:bmi,bp,id,ltg -> scores",
        "+ kafka://localhost:9092/vitals:sex -> features",
        "+ kafka://{env:WARD_BROKERS}/vitals",
        "+ kafka://{env:WARD_BROKERS}/vitals:bmi,bp,id,ltg -> scores",
        "+ kafka://{env:WARD_BROKERS}/vitals:sex -> features",
        "- data/patients.csv -> kafka://localhost:9092/measurements",
        "- data/patients.csv -> kafka://{env:WARD_BROKERS}/measurements",
        "- kafka://localhost:9092/measurements",
        "- kafka://localhost:9092/measurements:bmi,bp,id,ltg -> scores",
        "- kafka://localhost:9092/measurements:sex -> features",
        "- kafka://{env:WARD_BROKERS}/measurements",
        "- kafka://{env:WARD_BROKERS}/measurements:bmi,bp,id,ltg -> scores",
        "- kafka://{env:WARD_BROKERS}/measurements:sex -> features",
    ]),
    Edit("ward: a weight more in the model", [
        ("score/main.cc", "  double bmi = 0, bp = 0, ltg = 0;", "  double bmi = 0, bp = 0, ltg = 0, sex = 0;"),
        ("score/main.cc", '  model.bp = weights', '  model.sex = weights.at("sex").get<double>();\n  model.bp = weights'),
        ("score/main.cc", "model.ltg * features.ltg;", "model.ltg * features.ltg + model.sex;"),
    ], example="ward", changes=[
        "+ data/model.json:weights.sex",
        "+ data/model.json:weights.sex -> scores",
    ]),
    # ---- The third: retrieval, prompts and a model behind an endpoint.
    Edit("assistant: a function renamed", [(ASK, "Retrieve(", "Nearest(")], everywhere=True, example="assistant"),
    Edit("assistant: a piece of the prompt by a function of its own", [
        (ASK, '"[" + chunk.page + "] " + chunk.text + "\\n\\n"', "Quoted(chunk)"),
        (ASK, "class Assistant {", 'std::string Quoted(const Chunk& chunk) { return "[" + chunk.page + "] " + chunk.text + "\\n\\n"; }\n\nclass Assistant {'),
    ], example="assistant"),
    Edit("assistant: the question before the pages", [
        (ASK, 'prompt = "Answer from these pages alone, and name the page.\\n\\n";',
         'prompt = "Question: " + question + "\\n\\nAnswer from these pages alone, and name the page.\\n\\n";'),
        (ASK, 'return prompt + "Question: " + question;', "return prompt;"),
    ], example="assistant"),
    Edit("assistant: columns in another order", [
        (STORE, "SELECT page, heading, text FROM", "SELECT text, page, heading FROM"),
        (STORE, "chunk.page = Text(statement, 0);\n    chunk.heading = Text(statement, 1);\n    chunk.text = Text(statement, 2);",
         "chunk.page = Text(statement, 1);\n    chunk.heading = Text(statement, 2);\n    chunk.text = Text(statement, 0);"),
    ], example="assistant"),
    Edit("assistant: headings in the prompt", [(ASK, '"[" + chunk.page + "] "', '"[" + chunk.page + ", " + chunk.heading + "] "')], example="assistant", changes=[
        "+ chunks:heading -> http://127.0.0.1:8080/v1/chat/completions",
        "+ chunks:heading -> {env:ASSISTANT_URL}",
    ], findings=["headings-stay-inside"]),
    Edit("assistant: another column retrieved", [(STORE, "SELECT page, heading, text FROM", "SELECT page, text, heading FROM")], example="assistant", changes=[
        "+ chunks:heading -> http://127.0.0.1:8080/v1/chat/completions",
        "+ chunks:heading -> {env:ASSISTANT_URL}",
        "- chunks:text -> http://127.0.0.1:8080/v1/chat/completions",
        "- chunks:text -> {env:ASSISTANT_URL}",
    ], findings=["headings-stay-inside"]),
    Edit("assistant: the redaction dropped", [(ASK, "Complete(url_, Prompt(Redacted(question)))", "Complete(url_, Prompt(question))")],
         before=REDACTED, example="assistant", changes=[
        "~ {argv:1} -> http://127.0.0.1:8080/v1/chat/completions transforms",
        "~ {argv:1} -> {env:ASSISTANT_URL} transforms",
    ], findings=["questions-are-redacted"]),
    Edit("assistant: a redaction put in", REDACTED, example="assistant", changes=[
        "~ {argv:1} -> http://127.0.0.1:8080/v1/chat/completions transforms",
        "~ {argv:1} -> {env:ASSISTANT_URL} transforms",
    ]),
    Edit("assistant: a source more for the index", [
        (INDEX, "  if (chunks.empty())", '  ReadPage("out/tickets.md", &chunks);\n  if (chunks.empty())')], example="assistant", changes=[
        "+ out/tickets.md",
        "+ out/tickets.md -> chunks",
        "+ out/tickets.md -> http://127.0.0.1:8080/v1/chat/completions",
        "+ out/tickets.md -> out/corpus.txt",
        "+ out/tickets.md -> out/embedding.bin",
        "+ out/tickets.md -> {env:ASSISTANT_URL}",
    ], findings=["retrieval-from-approved-sources"]),
    # A page is one asset, whichever part of it is embedded.
    Edit("assistant: headings embedded with the text", [
        (INDEX, "embedder.Embed(chunk.text)", 'embedder.Embed(chunk.heading + " " + chunk.text)')], example="assistant"),
    Edit("assistant: the prompt kept with the answer", [
        (ASK, "const std::string answer = Complete(url_, Prompt(question));\n    store_.AddAnswer(question, answer);",
         "const std::string prompt = Prompt(question);\n    const std::string answer = Complete(url_, prompt);\n    store_.AddAnswer(prompt, answer);")],
         example="assistant", changes=[
        "+ chunks:id,page -> answers",
        "+ out/corpus.txt -> answers",
        "+ out/embedding.bin -> answers",
        "+ {argv:*} -> answers",
        "~ {argv:1} -> answers subtype",
    ]),
    Edit("assistant: a key in the prompt", [
        (ASK, 'return prompt + "Question: " + question;', 'return prompt + std::getenv("ASSISTANT_KEY") + "Question: " + question;')], example="assistant", changes=[
        "+ env/ASSISTANT_KEY",
        "+ env/ASSISTANT_KEY -> http://127.0.0.1:8080/v1/chat/completions",
        "+ env/ASSISTANT_KEY -> {env:ASSISTANT_URL}",
    ], findings=["no-secrets-in-prompts-or-logs"]),
    Edit("assistant: another model", [
        (ASK, "http://127.0.0.1:8080/v1/chat/completions", "https://models.example/v1/chat/completions")], example="assistant", changes=[
        "+ chunks:id,page -> https://models.example/v1/chat/completions",
        "+ https://models.example/v1/chat/completions",
        "+ https://models.example/v1/chat/completions -> answers",
        "+ https://models.example/v1/chat/completions -> process/stdout",
        "+ out/corpus.txt -> https://models.example/v1/chat/completions",
        "+ out/embedding.bin -> https://models.example/v1/chat/completions",
        "+ {argv:*} -> https://models.example/v1/chat/completions",
        "+ {argv:1} -> https://models.example/v1/chat/completions",
        "- chunks:id,page -> http://127.0.0.1:8080/v1/chat/completions",
        "- http://127.0.0.1:8080/v1/chat/completions",
        "- http://127.0.0.1:8080/v1/chat/completions -> answers",
        "- http://127.0.0.1:8080/v1/chat/completions -> process/stdout",
        "- out/corpus.txt -> http://127.0.0.1:8080/v1/chat/completions",
        "- out/embedding.bin -> http://127.0.0.1:8080/v1/chat/completions",
        "- {argv:*} -> http://127.0.0.1:8080/v1/chat/completions",
        "- {argv:1} -> http://127.0.0.1:8080/v1/chat/completions",
    ], findings=["questions-are-redacted"]),
    Edit("assistant: another index", [(PATHS, '"out/chunks.hnsw"', '"out/pages.hnsw"')], example="assistant", changes=[
        "+ out/pages.hnsw",
        "+ out/pages.hnsw -> http://127.0.0.1:8080/v1/chat/completions",
        "+ out/pages.hnsw -> {env:ASSISTANT_URL}",
        "+ out/corpus.txt -> out/pages.hnsw",
        "+ {argv:*} -> out/pages.hnsw",
        "- out/chunks.hnsw",
        "- out/chunks.hnsw -> http://127.0.0.1:8080/v1/chat/completions",
        "- out/chunks.hnsw -> {env:ASSISTANT_URL}",
        "- out/corpus.txt -> out/chunks.hnsw",
        "- {argv:*} -> out/chunks.hnsw",
    ]),
]
