package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ContextTest {
  @Test
  void starts() {
    SparkConf conf =
        new SparkConf()
            .setAppName("context")
            .setMaster("local[2]")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      assertThat(context.parallelize(List.of(1, 2, 3), 2).count()).isEqualTo(3);
    }
  }
}
