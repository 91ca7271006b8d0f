package io.github.curvelane.spark;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;

/**
 * What a process of a {@link StandaloneCluster} runs: Spark's master or a worker, for as long as
 * the other end of its standard input is held. That end is closed when the process that started
 * this one is gone, in whatever way it ended.
 */
final class ClusterProcess {
  private ClusterProcess() {}

  /**
   * Runs {@code master HOST PORT}, which prints its address and the port of its page, or {@code
   * worker} and the arguments of Spark's.
   */
  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().name("parent-watch").start(ClusterProcess::endWithParent);
    if (arguments[0].equals("master")) {
      var started =
          Master.startRpcEnvAndEndpoint(
              arguments[1], Integer.parseInt(arguments[2]), 0, new SparkConf());
      RpcEnv environment = started._1();
      RpcAddress address = environment.address();
      System.out.println(address.toSparkURL() + " " + started._2());
      environment.awaitTermination();
    } else {
      Worker.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // No other end: as if it were closed.
    }
    // Executors would see that their worker is gone, but for those that are stopped.
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(0);
  }
}
