package io.github.curvelane.examples.input;

import java.util.List;
import java.util.Optional;

/**
 * What a network is trained and tested on.
 *
 * @param content what was read first: its columns and its task are those of the model
 * @param training the examples to train on
 * @param validation examples that choose among what training passes through; may be empty
 * @param test the examples to test on
 * @param origin where the examples come from and how they were divided, one sentence each
 */
public record Examples(
    Content content, Part training, Optional<Part> validation, Part test, List<String> origin) {
  /**
   * Returns how an example is drawn.
   *
   * @return its shape, if it is an image
   */
  public Optional<ImageShape> image() {
    return content.image();
  }

  /**
   * Returns the names of the classes, or of the targets.
   *
   * @return the names, in the order of labels or targets
   */
  public List<String> names() {
    return content.task().names();
  }

  /**
   * Tells whether classes are to be told apart.
   *
   * @return false if numbers are to be predicted
   */
  public boolean isClassification() {
    return training.labels().isPresent();
  }
}
