package io.github.curvelane.examples.papers;

/** A figure or a claim of a document, which can be run. */
public interface Page {
  /**
   * Tells what it is about.
   *
   * @return the description
   */
  About about();

  /**
   * Runs it. Every number is a function of the seeds 1, 2, … alone: the same for any machine and
   * number of threads. Works on the calling thread; several pages may run at once.
   *
   * @param scale how much
   * @param progress who is told how far it is
   * @return what was found
   */
  Outcome run(Scale scale, Progress progress);
}
