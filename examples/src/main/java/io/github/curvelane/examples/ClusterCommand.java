package io.github.curvelane.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a small cluster. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs Apache Spark's master and workers on this machine, for trials: what works with them"
          + " works with machines. Needs 240 MB of Spark's jars, which are fetched once."
    },
    footer = {
      "",
      "Examples:",
      "  curvelane cluster --workers 2",
      "  curvelane train --master spark://127.0.0.1:7077 --data mnist --layers 784-300-10"
          + " --minimizer lbfgs",
      "",
      "They listen on 127.0.0.1 only; whoever can run programs here can use them. Ctrl-C ends them",
      "all, and so does whatever else ends this program."
    })
final class ClusterCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    options.check();
    return ClusterPrograms.find("cluster").serve(options, new Console(Console.Level.NORMAL));
  }
}
