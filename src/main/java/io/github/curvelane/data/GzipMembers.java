package io.github.curvelane.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A gzip stream of one or more members (RFC 1952) that knows how much of the file they took. The
 * JDK's stream ignores whatever follows the packed data; a file with something after it is damaged.
 */
final class GzipMembers extends InputStream {
  private static final int MAGIC_1 = 0x1F;
  private static final int MAGIC_2 = 0x8B;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int TRAILER = 8;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int end;
  private long taken;
  private boolean done;

  /**
   * Opens a stream at the header of its first member.
   *
   * @throws ZipException if there is none
   * @throws EOFException if it is cut off
   */
  GzipMembers(InputStream in) throws IOException {
    this.in = in;
    if (!isMember()) {
      throw new ZipException("not in gzip format");
    }
    header();
  }

  /** Returns the bytes of the file that headers, data and trailers took, once all is read. */
  long packedBytes() {
    return taken;
  }

  /** Tells whether a member begins here; takes nothing. */
  private boolean isMember() throws IOException {
    return available(2) >= 2
        && (buffer[next] & 0xFF) == MAGIC_1
        && (buffer[next + 1] & 0xFF) == MAGIC_2;
  }

  /** Fills the buffer until it has some bytes, if the file has as many; returns how many it has. */
  private int available(int wanted) throws IOException {
    if (end - next < wanted) {
      System.arraycopy(buffer, next, buffer, 0, end - next);
      end -= next;
      next = 0;
      for (int read = 0; end < wanted && read >= 0; end += Math.max(read, 0)) {
        read = in.read(buffer, end, buffer.length - end);
      }
    }
    return end - next;
  }

  private int take() throws IOException {
    if (available(1) < 1) {
      throw new EOFException("the gzip stream is cut off");
    }
    taken++;
    return buffer[next++] & 0xFF;
  }

  private void header() throws IOException {
    take();
    take();
    if (take() != DEFLATE) {
      throw new ZipException("not packed by deflate");
    }
    int flags = take();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(take() | take() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      while ((flags & text) != 0 && take() != 0) {
        continue;
      }
    }
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      take();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!done) {
      int count = inflate(to, offset, length);
      if (count > 0) {
        checksum.update(to, offset, count);
        return count;
      }
      if (inflater.finished()) {
        finish();
      }
    }
    return -1;
  }

  private int inflate(byte[] to, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(to, offset, length);
      if (count == 0 && inflater.needsInput() && !inflater.finished()) {
        if (available(1) < 1) {
          throw new EOFException("the gzip stream is cut off");
        }
        inflater.setInput(buffer, next, end - next);
        taken += end - next;
        next = end;
      }
      return count;
    } catch (DataFormatException e) {
      throw (ZipException) new ZipException("the packed data are damaged").initCause(e);
    }
  }

  /** Checks the trailer, and goes on to the next member if there is one. */
  private void finish() throws IOException {
    int unused = inflater.getRemaining();
    next -= unused;
    taken -= unused;
    if (available(TRAILER) < TRAILER) {
      throw new EOFException("the gzip stream is cut off");
    }
    long crc = number();
    long size = number();
    if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new ZipException("the checksum does not match");
    }
    done = !isMember();
    if (!done) {
      header();
      inflater.reset();
      checksum.reset();
    }
  }

  private long number() throws IOException {
    return take() | take() << 8 | take() << 16 | (long) take() << 24;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
