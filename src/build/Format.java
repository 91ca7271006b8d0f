import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format over every hand-written source file of the project.
 *
 * <p>Run by the build, with the formatter on the class path: {@code java Format.java check|apply
 * <project directory>}. Exits with 1 when a file to be checked is not formatted.
 */
public final class Format {
  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    List<String> files = sources(Path.of(args[1]));
    Stream<String> options =
        apply ? Stream.of("--replace") : Stream.of("--dry-run", "--set-exit-if-changed");
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int status =
        formatter.run(
            System.out, System.err, Stream.concat(options, files.stream()).toArray(String[]::new));
    if (status != 0 && !apply) {
      System.err.println(
          "The files above are not formatted: mvn -N -Pformat process-sources formats them.");
    }
    System.exit(status);
  }

  /** Lists the sources below a directory, without build output and hidden directories. */
  private static List<String> sources(Path root) throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean skip = name.equals("target") || name.startsWith(".");
            return skip && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
