import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Derives the double kernels from the float ones by textual substitution, so that each algorithm is
 * written once. Every {@code Float*.java} under the source root yields {@code Double*.java} under
 * the target root, unless a hand-written {@code Double*.java} stands beside it: what really differs
 * between the precisions (bit tricks, coefficients, tiles) is kept in such small pairs. A cast to
 * float, which rounds a double, is left out: in double precision there is nothing to round.
 *
 * <p>Run by the build: {@code java DeriveDoubleSources.java <source root> <target root>}.
 */
public final class DeriveDoubleSources {
  private static final Pattern FLOAT_LITERAL =
      Pattern.compile("(?<![\\w.])(0[xX][\\w.]+?[pP][+-]?\\d+|\\d+\\.?\\d*(?:[eE][+-]?\\d+)?)f\\b");

  private DeriveDoubleSources() {}

  public static void main(String[] args) throws IOException {
    Path source = Path.of(args[0]);
    Path target = Path.of(args[1]);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(source)) {
      files = walk.filter(DeriveDoubleSources::isDerivable).sorted().toList();
    }
    for (Path file : files) {
      Path derived = target.resolve(source.relativize(doubleName(file)));
      String text = derive(Files.readString(file));
      if (!Files.exists(derived) || !Files.readString(derived).equals(text)) {
        Files.createDirectories(derived.getParent());
        Files.writeString(derived, text);
      }
    }
    removeStale(source, target);
  }

  private static boolean isDerivable(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("Float") && name.endsWith(".java") && !Files.exists(doubleName(file));
  }

  private static Path doubleName(Path file) {
    return file.resolveSibling(
        "Double" + file.getFileName().toString().substring("Float".length()));
  }

  private static String derive(String text) {
    return FLOAT_LITERAL
        .matcher(text)
        .replaceAll("$1d")
        .replace("(float) ", "")
        .replace("floatToRawIntBits", "doubleToRawLongBits")
        .replace("floatToIntBits", "doubleToLongBits")
        .replace("Float", "Double")
        .replace("float", "double");
  }

  private static void removeStale(Path source, Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return;
    }
    List<Path> derived;
    try (Stream<Path> walk = Files.walk(target)) {
      derived = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : derived) {
      Path inSource = source.resolve(target.relativize(file));
      String name = file.getFileName().toString();
      Path origin = inSource.resolveSibling("Float" + name.substring("Double".length()));
      if (Files.exists(inSource) || !Files.exists(origin)) {
        Files.delete(file);
      }
    }
  }
}
