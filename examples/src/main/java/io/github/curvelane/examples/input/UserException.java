package io.github.curvelane.examples.input;

/**
 * Something that the user asked for and that cannot be done. The message is one sentence that says
 * what is wrong; the program prints it and exits with status 2. Texts in it are escaped as {@link
 * Lines} says.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message the sentence
   */
  public UserException(String message) {
    super(Lines.of(message));
  }

  /**
   * Creates an exception with its cause.
   *
   * @param message the sentence
   * @param cause what led to it
   */
  public UserException(String message, Throwable cause) {
    super(Lines.of(message), cause);
  }
}
