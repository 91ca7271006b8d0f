package io.github.curvelane.examples.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A small picture, set pixel by pixel and written as PNG. */
public final class PixelImage {
  private final BufferedImage image;

  /**
   * Creates a picture, transparent at first.
   *
   * @param width its width
   * @param height its height
   */
  public PixelImage(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
  }

  /**
   * Sets a pixel to a grey.
   *
   * @param x its column
   * @param y its row
   * @param level 0 for black to 255 for white
   */
  public void grey(int x, int y, int level) {
    image.setRGB(x, y, 0xFF000000 | level << 16 | level << 8 | level);
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
    image.setRGB(x, y, opacity << 24 | (value < 0 ? 0x2F7FD8 : 0xE8730C));
  }

  /**
   * Returns the picture as a PNG file. It is made without a cache on disk, for which ImageIO would
   * have to register a shutdown hook: not possible while the JVM waits for an interrupted run.
   *
   * @return its bytes
   */
  public byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", memory);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
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
