package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link in the repository's Markdown files leads to a file. */
final class LinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Path RESULTS = ROOT.resolve("bench").resolve("results");
  private static final Set<String> NOT_OURS = Set.of("target", "out");

  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-z]+:.*");

  @Test
  void relativeLinksLeadToFiles() throws IOException {
    List<Path> documents = documents();
    assertThat(documents).contains(ROOT.resolve("README.md"), ROOT.resolve("PERFORMANCE.md"));
    List<String> broken = new ArrayList<>();
    for (Path document : documents) {
      for (String target : links(document)) {
        if (!Files.exists(document.resolveSibling(target))) {
          broken.add(document + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyFolderOfResultsIsInTheIndex() throws IOException {
    List<String> folders;
    try (Stream<Path> entries = Files.list(RESULTS)) {
      folders =
          entries
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName() + "/README.md")
              .toList();
    }
    assertThat(folders).isNotEmpty();
    assertThat(links(RESULTS.resolve("README.md"))).containsAll(folders);
  }

  private static List<String> links(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    return LINK.matcher(text)
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(target -> !ABSOLUTE.matcher(target).matches())
        .toList();
  }

  /** The Markdown files of the repository. */
  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean ours =
                directory.equals(ROOT) || !name.startsWith(".") && !NOT_OURS.contains(name);
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }
}
