package io.github.curvelane.data;

import io.github.curvelane.internal.Shown;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that does not follow its format. The message is one sentence that names the file, the
 * place in it, what was expected and what was found. What is in it of the file is {@linkplain
 * #shown escaped and shortened}.
 */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The file that was read. */
  private final String source;

  /** The byte, or the line in a text file. */
  private final long offset;

  /**
   * Creates an exception about a place counted in bytes.
   *
   * @param source the name of the file
   * @param offset the byte at which the format is violated, from 0
   * @param complaint what was expected, and what was found
   */
  public MalformedDataException(String source, long offset, String complaint) {
    Objects.requireNonNull(complaint, "complaint");
    this(source, offset, "byte " + offset, complaint, null);
  }

  /**
   * Creates an exception about a place counted in bytes, with its cause.
   *
   * @param source the name of the file
   * @param offset the byte at which the format is violated, from 0
   * @param complaint what was expected, and what was found
   * @param cause what the underlying reader said
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public MalformedDataException(
      String source, long offset, String complaint, @Nullable Throwable cause) {
    Objects.requireNonNull(complaint, "complaint");
    this(source, offset, "byte " + offset, complaint, cause);
  }

  private MalformedDataException(
      String source, long offset, String place, String complaint, @Nullable Throwable cause) {
    super(Shown.sentence(source + ", " + place + ": " + complaint), cause);
    this.source = Objects.requireNonNull(source, "source");
    this.offset = offset;
  }

  /**
   * Creates an exception about a line of a text file.
   *
   * @param source the name of the file
   * @param line the line, from 1
   * @param complaint what was expected, and what was found
   * @return the exception; its {@link #offset()} is the line
   */
  public static MalformedDataException atLine(String source, long line, String complaint) {
    Objects.requireNonNull(complaint, "complaint");
    return atLine(source, line, complaint, null);
  }

  /**
   * Creates an exception about a line of a text file, with its cause.
   *
   * @param source the name of the file
   * @param line the line, from 1
   * @param complaint what was expected, and what was found
   * @param cause what the underlying reader said
   * @return the exception; its {@link #offset()} is the line
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public static MalformedDataException atLine(
      String source, long line, String complaint, @Nullable Throwable cause) {
    Objects.requireNonNull(complaint, "complaint");
    return new MalformedDataException(source, line, "line " + line, complaint, cause);
  }

  /**
   * Returns a text from a file as messages show it, such as a name that anybody may have chosen.
   *
   * @param text the text
   * @return its first 80 characters and, if there are more, how many; controls, ends of lines,
   *     changes of direction and halves of surrogate pairs as escapes, such as {@code \n}
   */
  public static String shown(String text) {
    Objects.requireNonNull(text, "text");
    return Shown.text(text);
  }

  /**
   * Returns the name of the file.
   *
   * @return the file, as it was given to the reader
   */
  public String source() {
    return source;
  }

  /**
   * Returns the place in the file.
   *
   * @return the byte, from 0; or the line, from 1, in a text file
   */
  public long offset() {
    return offset;
  }
}
