package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the library's jar says of itself. */
final class JarTest {
  private static ModuleDescriptor module;
  private static Attributes manifest;

  /** Maven's test phase alone makes no jar. */
  @BeforeAll
  static void open() throws IOException {
    Path library =
        Arrays.stream(Jdk.libraryPath().split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> ModuleFinder.of(path).find("io.github.curvelane").isPresent())
            .findFirst()
            .orElseThrow();
    assumeTrue(Files.isRegularFile(library));
    module = ModuleFinder.of(library).find("io.github.curvelane").orElseThrow().descriptor();
    try (JarFile jar = new JarFile(library.toFile())) {
      manifest = jar.getManifest().getMainAttributes();
    }
  }

  @Test
  void modulesAndBundlesSeeTheSamePackages() {
    List<String> exported =
        module.exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .toList();
    // Clauses are separated by commas outside quotes, what follows a package by semicolons.
    assertThat(manifest.getValue("Export-Package").replaceAll("\"[^\"]*\"", "").split(","))
        .extracting(clause -> clause.split(";")[0])
        .containsExactlyInAnyOrderElementsOf(exported);
    assertThat(manifest.getValue("Import-Package"))
        .contains("com.google.gson;version=")
        .contains("jdk.incubator.vector;resolution:=optional")
        .doesNotContain("io.github.curvelane");
  }

  @Test
  void itHasANameAndAVersion() {
    assertThat(manifest.getValue("Implementation-Title")).isEqualTo("Curvelane");
    assertThat(manifest.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo(module.name());
  }

  @Test
  void nothingTellsWhatBuiltIt() {
    assertThat(manifest.keySet())
        .extracting(Object::toString)
        .noneMatch(name -> name.startsWith("Build-") || name.startsWith("Created-"))
        .doesNotContain("Bnd-LastModified", "Tool", "Java-Version");
  }
}
