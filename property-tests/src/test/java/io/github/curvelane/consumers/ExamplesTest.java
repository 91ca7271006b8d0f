package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java example in the Javadoc and in the Markdown files compiles, runs, and gives what it
 * says. All are compiled at once and run in one process, in a folder that has {@code iris.csv}.
 */
final class ExamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path LIBRARY = ROOT.resolve(Path.of("src", "main", "java"));
  private static final Path FIXTURES = Path.of("src", "test", "examples");
  private static final Path IRISES =
      ROOT.resolve(Path.of("src", "test", "resources", "serve", "iris.csv"));

  @TempDir static Path directory;

  private static List<CodeBlock> blocks;

  /** What each example printed, by where it stands. */
  private static final Map<String, List<String>> OUTPUT = new LinkedHashMap<>();

  private record Source(String name, String text) {
    SimpleJavaFileObject file() {
      URI uri = URI.create("string:///" + name + ".java");
      return new SimpleJavaFileObject(uri, SimpleJavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignored) {
          return text;
        }
      };
    }
  }

  @BeforeAll
  static void compileAndRun() throws IOException {
    blocks = blocks();
    List<Source> sources = new ArrayList<>();
    StringBuilder all = new StringBuilder("public class All {\n");
    all.append("  interface Action { void run() throws Exception; }\n");
    all.append("  static void run(String where, Action action) throws Exception {\n");
    all.append("    System.out.println(\"== \" + where);\n    action.run();\n  }\n");
    all.append("  public static void main(String[] args) throws Exception {\n");
    for (CodeBlock block : blocks) {
      if (!block.isModule()) {
        sources.add(new Source(block.className(), block.source(packages(), fixture(block))));
        all.append("    run(\"%s\", () -> %s);%n".formatted(block.where(), block.call()));
      }
    }
    sources.add(new Source("All", all.append("  }\n}\n").toString()));
    try (Stream<Path> files = Files.list(FIXTURES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.add(new Source(name, Files.readString(file)));
      }
    }
    assertThat(compile("-cp", sources)).isEmpty();
    Files.copy(IRISES, directory.resolve("iris.csv"));
    List<String> lines =
        Jdk.run(
                directory,
                List.of(
                    Jdk.tool("java"),
                    "-ea",
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    Jdk.path(directory, Jdk.libraryPath()),
                    "All"))
            .outputOfSuccess();
    List<String> output = null;
    for (String line : lines) {
      if (line.startsWith("== ")) {
        output = new ArrayList<>();
        OUTPUT.put(line.substring(3), output);
      } else {
        output.add(line);
      }
    }
  }

  private static String compile(String path, List<Source> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", directory.toString(), path, Jdk.libraryPath(), "-proc:none");
    boolean isCompiled =
        compiler
            .getTask(
                messages, null, null, options, null, sources.stream().map(Source::file).toList())
            .call();
    return isCompiled ? "" : messages.toString();
  }

  private static List<CodeBlock> blocks() throws IOException {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path document : LinksTest.documents()) {
      blocks.addAll(CodeBlock.ofMarkdown(document));
    }
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        blocks.addAll(CodeBlock.ofJavadoc(file));
      }
    }
    return blocks;
  }

  /** The packages that the module exports. */
  private static List<String> packages() throws IOException {
    return Files.readAllLines(LIBRARY.resolve("module-info.java")).stream()
        .filter(line -> line.startsWith("  exports "))
        .map(line -> line.substring(10, line.length() - 1))
        .toList();
  }

  private static String fixture(CodeBlock block) {
    String own = block.file().getFileName().toString().replace(".java", "Fixture");
    return Files.exists(FIXTURES.resolve(own + ".java")) ? own : "Fixture";
  }

  @Test
  void examplesWereFoundInJavadocAndMarkdown() {
    assertThat(blocks)
        .extracting(b -> b.file().getFileName().toString())
        .contains("README.md", "Objective.java", "Product.java", "ClassificationScores.java");
    assertThat(OUTPUT).hasSizeGreaterThan(30);
  }

  @Test
  void moduleDescriptorsCompile() {
    for (CodeBlock block : blocks) {
      if (block.isModule()) {
        assertThat(compile("-p", List.of(new Source("module-info", block.text())))).isEmpty();
      }
    }
  }

  @Test
  void theReadmesProgramPrintsLossAndCurvature() {
    assertThat(outputOf("Example"))
        .singleElement()
        .asString()
        .matches("loss 0\\.\\d+, curvature \\d.*");
  }

  @Test
  void theReadmesCheckPrintsWhatIsShown() throws IOException {
    String shown = Files.readString(ROOT.resolve("README.md")).split("prints\n\n```\n")[1];
    assertThat(outputOf("Rosenbrock"))
        .isEqualTo(shown.substring(0, shown.indexOf("```")).lines().toList());
  }

  private static List<String> outputOf(String className) {
    for (CodeBlock block : blocks) {
      if (block.className().equals(className)) {
        return OUTPUT.get(block.where());
      }
    }
    throw new AssertionError(className + " is in no document");
  }
}
