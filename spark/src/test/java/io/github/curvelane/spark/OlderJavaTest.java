package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors on a Java that Spark runs on and Curvelane does not, where this machine has one. */
@Tag("cluster")
@Tag("exhaustive")
final class OlderJavaTest {
  private static final Blobs BLOBS = new Blobs(2 * 4096 + 9, 4, 3, 2);

  @Test
  void isSaid() throws IOException {
    Optional<Path> older = older();
    assumeTrue(older.isPresent(), "no JDK from 17 to 24 beside " + System.getProperty("java.home"));
    Map<String, String> options =
        Map.of("spark.executorEnv.JAVA_HOME", older.orElseThrow().toString());
    try (Cluster cluster = Clusters.localCluster(1, 1, 1024, options)) {
      assertThatThrownBy(() -> BLOBS.workers(cluster, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "an executor runs on a Java older than 25, which Curvelane needs: set JAVA_HOME of"
                  + " the workers, or spark.executorEnv.JAVA_HOME");
      assertThatThrownBy(() -> BLOBS.rdd(cluster.context(), Precision.FLOAT, 2).count())
          .hasMessageContaining("UnsupportedClassVersionError");
    }
  }

  /** A JDK beside the one of these tests. */
  private static Optional<Path> older() throws IOException {
    List<Path> homes;
    try (Stream<Path> beside = Files.list(Path.of(System.getProperty("java.home")).getParent())) {
      homes = beside.filter(home -> Files.isExecutable(home.resolve("bin/java"))).toList();
    }
    for (Path home : homes) {
      if (Files.isReadable(home.resolve("release"))) {
        Properties release = new Properties();
        try (var text = Files.newBufferedReader(home.resolve("release"))) {
          release.load(text);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        if (version.matches("(1[7-9]|2[0-4])\\b.*")) {
          return Optional.of(home);
        }
      }
    }
    return Optional.empty();
  }
}
