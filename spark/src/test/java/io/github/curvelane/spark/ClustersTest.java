package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.kernel.Provider;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That tests run where they think they do. */
class ClustersTest {
  @Test
  void oneProcess() throws InterruptedException {
    try (Cluster cluster = Clusters.local(2, Map.of())) {
      assertThat(cluster.executors())
          .containsOnly(Map.entry("driver", ProcessHandle.current().pid()));
      assertThat(cluster.context().parallelize(List.of(1, 2, 3), 2).count()).isEqualTo(3);
    }
  }

  @Tag("cluster")
  @Tag("exhaustive")
  @Test
  void executorsHaveProcessesAndOptions() throws InterruptedException {
    Map<String, String> options =
        Map.of("spark.executor.extraJavaOptions", "-Dcurvelane.vector.bits=128");
    try (Cluster cluster = Clusters.localCluster(2, 1, 1024, options)) {
      assertThat(cluster.executors()).hasSize(2).doesNotContainValue(ProcessHandle.current().pid());
      assertThat(providers(cluster.context())).isNotEmpty().allMatch(name -> name.contains("128"));
    }
  }

  @Tag("cluster")
  @Test
  void eachWorkerHasItsOwnOptionsAndAllEnd() throws InterruptedException {
    List<ProcessHandle> all;
    try (Cluster cluster =
        Clusters.standalone(
            List.of(List.of(), List.of("-Dcurvelane.provider=scalar", "-Da=b c")), 1, Map.of())) {
      assertThat(cluster.executors()).hasSize(2);
      assertThat(providers(cluster.context()))
          .hasSize(2)
          .contains("scalar0b c")
          .anyMatch(name -> name.startsWith("vector"));
      all = cluster.processes().workers().stream().flatMap(ClustersTest::family).toList();
      assertThat(all).hasSize(4).allMatch(ProcessHandle::isAlive);
    }
    assertThat(all).noneMatch(ProcessHandle::isAlive);
  }

  private static java.util.stream.Stream<ProcessHandle> family(ProcessHandle process) {
    return java.util.stream.Stream.concat(
        java.util.stream.Stream.of(process), process.descendants());
  }

  /** What the kernels of the executors run on. */
  private static List<String> providers(JavaSparkContext context) {
    return context
        .parallelize(Collections.nCopies(16, 0), 16)
        .map(
            zero ->
                Provider.current().name() + Provider.current().bits() + System.getProperty("a", ""))
        .distinct()
        .collect();
  }
}
