package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import java.util.ServiceLoader;

/** What the programs do with Apache Spark: in a jar of its own, beside those of Spark. */
interface ClusterPrograms {
  /**
   * Finds the jar.
   *
   * @param what the option or command that wants it
   * @throws UserException if it is not there
   */
  static ClusterPrograms find(String what) {
    return ServiceLoader.load(ClusterPrograms.class)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    what
                        + " needs Apache Spark, which is not on the class path: ./curvelane fetches"
                        + " it once and adds it, where "
                        + what
                        + " is on its command line and not in an @FILE"));
  }

  /**
   * Refuses an address that is none, or at which nobody answers.
   *
   * @param master as Spark writes it
   * @throws UserException if it is
   */
  void check(String master);

  /**
   * Becomes an application of a cluster, and waits until it has executors.
   *
   * @param master the cluster's address, as Spark writes it
   * @param threads of each executor
   * @throws UserException if there is no such cluster, or it gives no executor
   */
  ClusterSession connect(String master, int threads);

  /**
   * Starts a master and workers on this machine, says how to use them, and waits until they are to
   * end.
   */
  int serve(ClusterOptions options, Console console);
}
