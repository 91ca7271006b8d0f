package io.github.curvelane.spark;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of examples as it was when it was first seen. Blocks that are lost are read from it again,
 * perhaps much later: what has been changed meanwhile is refused.
 *
 * @param path where it is, as Hadoop names it
 * @param length its length in bytes
 * @param modified when it was last written, in milliseconds since 1970
 */
record SourceFile(String path, long length, long modified) implements Serializable {
  /** Looks at a file. */
  static SourceFile at(String path, Configuration hadoop) throws IOException {
    Path place = new Path(path);
    FileStatus status = place.getFileSystem(hadoop).getFileStatus(place);
    if (status.isDirectory()) {
      throw new IllegalArgumentException(path + " is a folder, must be a file");
    }
    return new SourceFile(
        status.getPath().toString(), status.getLen(), status.getModificationTime());
  }

  /** The last part of the path: what messages call it. */
  String name() {
    return new Path(path).getName();
  }

  /** Opens the file; who has read from it calls {@link #requireSame}. */
  FSDataInputStream open(Configuration hadoop) throws IOException {
    Path place = new Path(path);
    FileSystem files = place.getFileSystem(hadoop);
    requireSame(files.getFileStatus(place));
    return files.open(place);
  }

  /** Refuses a file that is not as it was. */
  void requireSame(Configuration hadoop) throws IOException {
    Path place = new Path(path);
    requireSame(place.getFileSystem(hadoop).getFileStatus(place));
  }

  private void requireSame(FileStatus now) {
    if (now.getLen() != length || now.getModificationTime() != modified) {
      throw new IllegalStateException(
          "%s was changed after it was first read: it has %d bytes of %s, it had %d of %s"
              .formatted(
                  path,
                  now.getLen(),
                  Instant.ofEpochMilli(now.getModificationTime()),
                  length,
                  Instant.ofEpochMilli(modified)));
    }
  }
}
