// Runs the steps of a declarative Jenkinsfile, for a change under review: jenkins.groovy JENKINSFILE FOLDER CHANGE_TARGET
//
// Knows the directives that the Jenkinsfile has and no others: one that is not there is an error. What `post` publishes is
// printed, a line each; the exit status is that of the steps.
import java.nio.file.FileSystems
import java.nio.file.Files

class Steps {
  File folder
  Map environment
  int status = 0
  boolean publishing = false

  void sh(String command) {
    if (publishing) throw new IllegalStateException('a shell step in post')
    def process = new ProcessBuilder('sh', '-e', '-c', command).directory(folder).redirectErrorStream(true)
    process.environment().putAll(environment)
    process.redirectOutput(ProcessBuilder.Redirect.INHERIT)
    status = process.start().waitFor()
  }

  void junit(Map of) { published('junit', of.testResults, of.allowEmptyResults) }

  void archiveArtifacts(Map of) { published('archive', of.artifacts, of.allowEmptyArchive) }

  void always(Closure steps) { within(steps, this) }

  private void published(String what, String pattern, boolean mayBeEmpty) {
    def root = folder.toPath()
    def matches = FileSystems.default.getPathMatcher("glob:${pattern}")
    def files = Files.walk(root).filter(Files::isRegularFile).map { root.relativize(it) }.filter { matches.matches(it) }.sorted().toList()
    if (files.empty && !mayBeEmpty) throw new IllegalStateException("${what}: no file is ${pattern}")
    println "${what} ${files.join(' ')}"
  }

  static within(Closure part, Object of) {
    part.delegate = of
    part.resolveStrategy = Closure.DELEGATE_FIRST
    part()
  }
}

class Stage {
  Steps runs
  Map env
  boolean changeOnly = false

  void when(Closure condition) { Steps.within(condition, this) }

  void changeRequest() { changeOnly = true }

  void environment(Closure settings) {
    def values = new Expando([env: env])
    Steps.within(settings, values)
    values.properties.findAll { it.key != 'env' }.each { runs.environment[it.key] = it.value.toString() }
  }

  void steps(Closure steps) { Steps.within(steps, runs) }

  void post(Closure steps) {
    runs.publishing = true
    Steps.within(steps, runs)
  }
}

class Pipeline {
  Stage only
  String any = 'any'

  void agent(String which) {}

  void stages(Closure stages) { Steps.within(stages, this) }

  void stage(String name, Closure body) { Steps.within(body, only) }
}

def (file, folder, target) = args
def steps = new Steps(folder: new File(folder), environment: [:])
def stage = new Stage(runs: steps, env: [CHANGE_TARGET: target])
def binding = new Binding()
binding.setVariable('pipeline', { Closure body -> Steps.within(body, new Pipeline(only: stage)) })
new GroovyShell(binding).evaluate(new File(file))
if (!stage.changeOnly) throw new IllegalStateException('the stage runs for what is no change')
System.exit(steps.status)
