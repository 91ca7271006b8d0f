package io.github.curvelane.nn;

/**
 * What a network gives for all examples, beside what it should give: what a metric of one's own
 * reads (see {@link NetworkValidation.Builder#metric}).
 */
public interface Predictions {
  /**
   * Returns the number of examples.
   *
   * @return how many there are
   */
  int examples();

  /**
   * Returns the number of outputs.
   *
   * @return that of the network
   */
  int outputs();

  /**
   * Returns an output of the network: a logit, where the loss is on logits.
   *
   * @param example which example
   * @param output which output
   * @return its value
   */
  double output(int example, int output);

  /**
   * Returns what an output should be.
   *
   * @param example which example
   * @param output which output
   * @return the target; of labels 1 for the class and 0 elsewhere
   */
  double target(int example, int output);

  /**
   * Returns the class of an example, as {@link Loss#count} finds it.
   *
   * @param example which example
   * @return its label, or where its target is largest; of a single output 0 or 1
   */
  int actualClass(int example);

  /**
   * Returns the class that the outputs predict, as {@link Loss#count} finds it.
   *
   * @param example which example
   * @return the first largest output; of a single output 1 if it is above 0, else 0; −1 if an
   *     output is NaN
   */
  int predictedClass(int example);
}
