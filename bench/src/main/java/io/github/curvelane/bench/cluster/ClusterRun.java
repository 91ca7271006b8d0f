package io.github.curvelane.bench.cluster;

import io.github.curvelane.bench.measure.SampleFile;
import java.io.PrintWriter;

/** What measures with Apache Spark, which only a program built with it has. */
public interface ClusterRun {
  /**
   * Measures clusters on this machine, and prints.
   *
   * @param quick whether fewer executors and rounds are enough
   * @param program the jar of this program, for the executors
   * @param samples where samples go
   * @param out where tables go
   */
  void run(boolean quick, String program, SampleFile samples, PrintWriter out);
}
