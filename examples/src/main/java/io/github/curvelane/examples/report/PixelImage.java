package io.github.curvelane.examples.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A small picture, set pixel by pixel and written as PNG (ISO/IEC 15948), which is so few lines
 * that no report has to wait for the platform's graphics to be loaded.
 */
public final class PixelImage {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int BITS = 8;
  private static final int RED_GREEN_BLUE_ALPHA = 6;
  private static final int CHANNELS = 4;
  private static final int FRAME = 12;

  private final int width;
  private final int height;

  /** What is compressed: for each row the filter, 0 for none, and its pixels. */
  private final byte[] rows;

  /**
   * Creates a picture, transparent at first.
   *
   * @param width its width
   * @param height its height
   */
  public PixelImage(int width, int height) {
    this.width = width;
    this.height = height;
    this.rows = new byte[height * (1 + CHANNELS * width)];
  }

  /**
   * Sets a pixel to a grey.
   *
   * @param x its column
   * @param y its row
   * @param level 0 for black to 255 for white
   */
  public void grey(int x, int y, int level) {
    set(x, y, level << 24 | level << 16 | level << 8 | 0xFF);
  }

  /**
   * Sets a pixel to a sign and a size: blue for negative, orange for positive numbers, the more
   * opaque the larger, so that it can be read on a light and on a dark page.
   *
   * @param x its column
   * @param y its row
   * @param value from −1 to 1; beyond is cut off
   */
  public void signed(int x, int y, double value) {
    int opacity = (int) Math.rint(255 * Math.min(1, Math.abs(value)));
    set(x, y, (value < 0 ? 0x2F7FD8 : 0xE8730C) << 8 | opacity);
  }

  private void set(int x, int y, int redGreenBlueAlpha) {
    int at = y * (1 + CHANNELS * width) + 1 + CHANNELS * x;
    ByteBuffer.wrap(rows).putInt(at, redGreenBlueAlpha);
  }

  /**
   * Returns the picture as a PNG file.
   *
   * @return its bytes
   */
  public byte[] png() {
    byte[] packed = packed();
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) BITS).put((byte) RED_GREEN_BLUE_ALPHA);
    ByteBuffer file =
        ByteBuffer.allocate(SIGNATURE.length + 3 * FRAME + header.capacity() + packed.length);
    file.put(SIGNATURE);
    chunk(file, "IHDR", header.array());
    chunk(file, "IDAT", packed);
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private byte[] packed() {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(rows);
      deflater.finish();
      // Deflate adds 5 bytes for each block that it stores, and the envelope 6.
      byte[] packed = new byte[rows.length + rows.length / 1024 + 64];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  /** A chunk: its length, name and content, and the checksum of the latter two. */
  private static void chunk(ByteBuffer file, String name, byte[] content) {
    file.putInt(content.length);
    int from = file.position();
    file.put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(file.array(), from, file.position() - from);
    file.putInt((int) checksum.getValue());
  }

  /**
   * Returns the picture as the source of an HTML image.
   *
   * @return a {@code data:} URI
   */
  public String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
  }
}
