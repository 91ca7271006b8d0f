package io.github.curvelane.examples.input;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.Task;
import java.util.List;
import java.util.Optional;

/**
 * What was read from one place.
 *
 * @param rows all examples
 * @param columns what their inputs are
 * @param task what is to be predicted
 * @param places where the class or targets stand among the columns of a table
 * @param named whether the columns have names of their own
 * @param image how an example is drawn, if it is an image
 * @param remarks what was found out, one sentence each without the full stop
 */
public record Content(
    Part rows,
    List<Column> columns,
    Task task,
    List<Integer> places,
    boolean named,
    Optional<ImageShape> image,
    List<String> remarks) {
  /** What else than a table was read: its inputs have numbers for names. */
  static Content of(Part rows, Task task, Optional<ImageShape> image, List<String> remarks) {
    List<Column> columns = Column.numbered(rows.inputs().features());
    return new Content(rows, columns, task, List.of(), false, image, remarks);
  }
}
