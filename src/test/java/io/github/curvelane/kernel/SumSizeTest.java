package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector sums are too long for C2 to inline them into callers, where it boxed their vectors.
 */
final class SumSizeTest {
  /** HotSpot's {@code FreqInlineSize}. */
  private static final int LONGEST_INLINED = 325;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AbsoluteSum",
        "DeviationSum",
        "SquaredDeviationSum",
        "ProductSum",
        "ProductDeviationSum"
      })
  void aSumStaysAMethodOfItsOwn(String sum) throws IOException {
    for (String precision : new String[] {"Float", "Double"}) {
      String name = "vector/" + precision + sum + ".class";
      assertThat(bytecodes(name)).as(name).isGreaterThan(LONGEST_INLINED);
    }
  }

  private static int bytecodes(String name) throws IOException {
    try (InputStream in = Kernels.class.getResourceAsStream(name)) {
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      MethodModel block =
          model.methods().stream()
              .filter(method -> method.methodName().equalsString("block"))
              .findFirst()
              .orElseThrow();
      return ((CodeAttribute) block.code().orElseThrow()).codeLength();
    }
  }
}
