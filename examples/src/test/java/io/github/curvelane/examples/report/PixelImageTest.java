package io.github.curvelane.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PixelImageTest {
  private static BufferedImage read(byte[] png) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void pixelsAreReadBackByTheOthersReader() throws Exception {
    PixelImage image = new PixelImage(3, 2);
    image.grey(0, 0, 7);
    image.grey(2, 1, 255);
    image.signed(1, 0, -2);
    image.signed(1, 1, 0.5);
    BufferedImage found = read(image.png());
    assertThat(found.getWidth()).isEqualTo(3);
    assertThat(found.getHeight()).isEqualTo(2);
    assertThat(found.getRGB(0, 0)).isEqualTo(0xFF070707);
    assertThat(found.getRGB(2, 1)).isEqualTo(0xFFFFFFFF);
    assertThat(found.getRGB(1, 0)).isEqualTo(0xFF2F7FD8);
    assertThat(found.getRGB(1, 1)).isEqualTo(0x80E8730C);
    assertThat(found.getRGB(2, 0) >>> 24).isZero();
  }

  @Test
  void whatCannotBePackedHasRoom() throws Exception {
    Random random = new Random(1);
    PixelImage image = new PixelImage(300, 200);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 300; x++) {
        image.signed(x, y, random.nextGaussian());
      }
    }
    assertThat(read(image.png()).getRGB(299, 199)).isNotZero();
    PixelImage noise = new PixelImage(1, 1);
    noise.grey(0, 0, 1);
    assertThat(read(noise.png()).getRGB(0, 0)).isEqualTo(0xFF010101);
  }

  @Test
  void thePageHasTheSameBytes() {
    PixelImage image = new PixelImage(2, 2);
    image.grey(1, 1, 9);
    String prefix = "data:image/png;base64,";
    assertThat(image.dataUri()).startsWith(prefix);
    assertThat(Base64.getDecoder().decode(image.dataUri().substring(prefix.length())))
        .isEqualTo(image.png());
  }
}
