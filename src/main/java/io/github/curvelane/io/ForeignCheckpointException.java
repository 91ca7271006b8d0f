package io.github.curvelane.io;

import io.github.curvelane.internal.Shown;
import java.io.IOException;

/**
 * A checkpoint that is whole, but of another run: of other data, another configuration, precision
 * or number of parameters, or written under another {@linkplain
 * io.github.curvelane.Arithmetic#VERSION arithmetic}. The message is one sentence that names the
 * file, what differs and both values.
 */
public final class ForeignCheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  ForeignCheckpointException(String file, String difference) {
    super(Shown.sentence(file + " is of another run: " + difference));
  }
}
