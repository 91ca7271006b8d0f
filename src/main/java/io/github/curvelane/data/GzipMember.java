package io.github.curvelane.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A gzip stream that knows how much of the file it took. The JDK's stream ignores whatever follows
 * the packed data; a file with something after it is damaged.
 */
final class GzipMember extends GZIPInputStream {
  private static final int TRAILER = 8;

  private final int header;

  GzipMember(InputStream raw) throws IOException {
    this(new Counter(raw));
  }

  /** The constructor above has read exactly the header when it returns. */
  private GzipMember(Counter raw) throws IOException {
    super(raw, 1 << 16);
    header = raw.count;
  }

  /** Returns the bytes of the file that header, data and trailer took, once all is read. */
  long packedBytes() {
    return header + inf.getBytesRead() + TRAILER;
  }

  private static final class Counter extends FilterInputStream {
    private int count;

    Counter(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
