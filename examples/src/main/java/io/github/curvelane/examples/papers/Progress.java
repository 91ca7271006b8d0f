package io.github.curvelane.examples.papers;

/** Who is told how far a page is, and may end it. */
@FunctionalInterface
public interface Progress {
  /**
   * Is told that a part of the work is done. Pages call it at least once a seed.
   *
   * @param done how many parts
   * @param of how many there are
   * @throws java.util.concurrent.CancellationException if the run is to end; pages let it pass
   */
  void step(int done, int of);

  /** Listens to nothing. */
  Progress NONE = (_, _) -> {};
}
