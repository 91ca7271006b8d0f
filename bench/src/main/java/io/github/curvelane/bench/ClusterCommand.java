package io.github.curvelane.bench;

import io.github.curvelane.bench.cluster.ClusterRun;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench cluster}: an objective over executors of Apache Spark. */
@Command(
    name = "cluster",
    description =
        "Jobs, broadcasts, results and gradients on executors that are processes of this machine,"
            + " beside threads and Spark's own networks; what follows for up to 1,000 executors.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer executors, examples and rounds.")
  private boolean quick;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    ClusterRun run =
        ServiceLoader.load(ClusterRun.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "this program was built without Spark (Maven profile 'spark')"));
    if (samples == null) {
      samples = Samples.fresh("cluster");
    }
    if (here) {
      try (SampleFile file = new SampleFile(samples, "cluster")) {
        run.run(quick, WorkerJvm.jar().toString(), file, spec.commandLine().getOut());
      }
      return 0;
    }
    Path home = WorkerJvm.home().resolve("../../spark/target/spark-home").normalize();
    if (!Files.isDirectory(home.resolve("jars"))) {
      throw new ParameterException(
          spec.commandLine(), "there is no " + home.resolve("jars") + ", which the build makes");
    }
    List<String> arguments =
        new ArrayList<>(List.of("cluster", "--here", "--samples", samples.toString()));
    if (quick) {
      arguments.add("--quick");
    }
    int status =
        new WorkerJvm("spark", 1)
            .classPath(home.resolve("jars") + "/*")
            .environment("SPARK_HOME", home.toString())
            .environment("SPARK_SCALA_VERSION", "2.13")
            .environment("SPARK_LOCAL_IP", "127.0.0.1")
            .run(Main.class, arguments);
    spec.commandLine().getOut().println("raw samples: " + Samples.display(samples));
    return status;
  }
}
