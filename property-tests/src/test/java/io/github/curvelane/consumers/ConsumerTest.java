package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.consumers.Jdk.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways to embed the library: on the class path, on the module path (where no lint of the
 * compiler has anything to say but that a module is incubating), in a runtime image, from Kotlin.
 */
final class ConsumerTest {
  private static final String FLAG = "--add-modules";
  private static final String INCUBATOR = "jdk.incubator.vector";
  private static final Path SOURCES = Path.of("src", "test", "consumer");

  @TempDir static Path directory;

  private static Path onClassPath;
  private static Path onModulePath;

  /** The bits that every way must give. */
  private static String expected;

  @BeforeAll
  static void compile() {
    onClassPath = directory.resolve("classes");
    onModulePath = directory.resolve("modules").resolve("consumer");
    String main = SOURCES.resolve("consumer").resolve("Main.java").toString();
    String serve = SOURCES.resolve("consumer").resolve("Serve.java").toString();
    String module = SOURCES.resolve("module-info.java").toString();
    Jdk.run(
            List.of(
                Jdk.tool("javac"), "-d", onClassPath.toString(), "-cp", Jdk.libraryPath(), main))
        .outputOfSuccess();
    Jdk.run(
            List.of(
                Jdk.tool("javac"),
                "-Xlint:all,-incubating",
                "-Werror",
                "-d",
                onModulePath.toString(),
                "-p",
                Jdk.libraryPath(),
                module,
                main,
                serve))
        .outputOfSuccess();
    expected = onClassPath("-Dcurvelane.provider=scalar").outputOfSuccess().get(1);
  }

  @Test
  void vectorsOnTheClassPathWithTheFlag() {
    Outcome outcome = onClassPath(FLAG, INCUBATOR);
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("vector ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings()).isEmpty();
  }

  @Test
  void scalarOnTheClassPathWithoutTheFlagAndOneWarningNamesIt() {
    Outcome outcome = onClassPath();
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("scalar 0 ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings())
        .singleElement()
        .asString()
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void vectorsOnTheModulePathWithoutAFlag() {
    Outcome outcome = onModulePath();
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("vector ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings()).isEmpty();
  }

  @Test
  void vectorsInARuntimeImageWithoutAFlag() {
    Path image = directory.resolve("image");
    Jdk.run(
            List.of(
                Jdk.tool("jlink"),
                "-p",
                Jdk.path(Jdk.libraryPath(), onModulePath),
                FLAG,
                "consumer",
                "--launcher",
                "consumer=consumer/consumer.Main",
                "--output",
                image.toString()))
        .outputOfSuccess();
    Outcome outcome = Jdk.run(List.of(image.resolve("bin").resolve("consumer").toString()));
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("vector ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
  }

  @Test
  void aKotlinProgramDoesWhatTheJavaProgramDoes() {
    Path classes = directory.resolve("kotlin");
    kotlinc(classes, "Serve.kt").outputOfSuccess();
    List<String> java =
        java(
                new String[0],
                List.of(
                    "-p",
                    Jdk.path(onModulePath, Jdk.libraryPath()),
                    "-m",
                    "consumer/consumer.Serve"))
            .outputOfSuccess();
    List<String> kotlin =
        java(
                new String[] {FLAG, INCUBATOR},
                List.of("-cp", Jdk.path(classes, kotlinPath()), "consumer.ServeKt"))
            .outputOfSuccess();
    assertThat(kotlin).isEqualTo(java).hasSize(3).startsWith("round");
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyWidthGivesTheSameBits(int bits) {
    Outcome outcome = onModulePath("-Dcurvelane.vector.bits=" + bits);
    assertThat(outcome.outputOfSuccess().get(1)).isEqualTo(expected);
  }

  @Test
  void aWidthBeyondTheMachineIsReducedWithAWarning() {
    Outcome outcome = onModulePath("-XX:MaxVectorSize=16", "-Dcurvelane.vector.bits=512");
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("vector 128 ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings()).singleElement().asString().contains("128 bits are used");
  }

  @Test
  void theSameBitsWithoutHardwareFmaAndAWarning() {
    Outcome outcome = onModulePath("-XX:-UseFMA");
    assertThat(outcome.outputOfSuccess().getFirst()).endsWith(" false");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings()).singleElement().asString().contains("fused multiply-add");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void scalarWithoutTheOptimizingCompilerAndOneWarningNamesTheFlag(String flag) {
    Outcome outcome = onModulePath(flag);
    assertThat(outcome.outputOfSuccess().getFirst()).startsWith("scalar 0 ");
    assertThat(outcome.output().get(1)).isEqualTo(expected);
    assertThat(outcome.warnings())
        .singleElement()
        .asString()
        .endsWith("start the JVM without " + flag);
    assertThat(onModulePath(flag, "-Dcurvelane.provider=scalar").warnings()).isEmpty();
  }

  @Test
  void nothingIsPrintedWhereNoFlagWouldHelp() {
    assertThat(onClassPath(FLAG, INCUBATOR).errors())
        .containsExactly("WARNING: Using incubator modules: " + INCUBATOR);
    assertThat(onModulePath("-Dcurvelane.provider=scalar").errors())
        .containsExactly("WARNING: Using incubator modules: " + INCUBATOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"curvelane.provider=fast", "curvelane.vector.bits=333"})
  void aWrongPropertyIsRefusedByEveryCall(String property) {
    String name = property.substring(0, property.indexOf('='));
    String value = property.substring(property.indexOf('=') + 1);
    assertThat(onModulePath("-D" + property).outputOfSuccess())
        .hasSize(4)
        .allMatch(line -> line.startsWith("refused: " + name + " is '" + value + "', must be "));
  }

  @Test
  void kotlinKnowsWhatMayBeNull() {
    assertThat(kotlinc(directory.resolve("null"), "Null.kt").errors())
        .filteredOn(line -> line.contains(": error: "))
        .satisfiesExactly(
            line -> assertThat(line).contains("9:18").contains("non-null type 'DoubleArray'"),
            line -> assertThat(line).contains("10:34").contains("non-null type 'Loss'"));
  }

  /** The library and Kotlin's, without JSpecify's annotations. */
  private static String kotlinPath() {
    return Jdk.path(Jdk.libraryPath(), System.getProperty("curvelane.test.kotlin"));
  }

  private static Outcome kotlinc(Path classes, String source) {
    return Jdk.run(
        List.of(
            Jdk.tool("java"),
            "-cp",
            System.getProperty("curvelane.test.kotlin"),
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-Werror",
            "-no-stdlib",
            "-no-reflect",
            "-cp",
            kotlinPath(),
            "-d",
            classes.toString(),
            SOURCES.resolve("kotlin").resolve(source).toString()));
  }

  private static Outcome onClassPath(String... options) {
    return java(options, List.of("-cp", Jdk.path(onClassPath, Jdk.libraryPath()), "consumer.Main"));
  }

  private static Outcome onModulePath(String... options) {
    return java(
        options,
        List.of("-p", Jdk.path(onModulePath, Jdk.libraryPath()), "-m", "consumer/consumer.Main"));
  }

  private static Outcome java(String[] options, List<String> program) {
    List<String> command = new ArrayList<>(List.of(Jdk.tool("java")));
    command.addAll(List.of(options));
    command.addAll(program);
    return Jdk.run(command);
  }
}
