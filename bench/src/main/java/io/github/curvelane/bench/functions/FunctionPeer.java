package io.github.curvelane.bench.functions;

import java.util.List;

/** A library with elementary functions over arrays. */
public interface FunctionPeer {
  /**
   * Returns the settings to compare, such as accuracies.
   *
   * @return a short name for each
   */
  List<String> variants();

  /**
   * Makes ready to evaluate a function, on memory as the library likes it.
   *
   * @param variant one of {@link #variants}
   * @param function the function
   * @param x the arguments, {@code float[]} or {@code double[]}
   * @return what is timed, or null if the library has no such function
   */
  Evaluation prepare(String variant, Function function, Object x);

  /** An evaluation that can be repeated. */
  interface Evaluation extends Runnable, AutoCloseable {
    @Override
    void close();
  }
}
