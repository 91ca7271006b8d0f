package io.github.curvelane.consumers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example in the documentation.
 *
 * @param file where it stands
 * @param line the line on which it begins
 * @param text the example
 */
record CodeBlock(Path file, int line, String text) {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```java\n(.*?)^```");
  private static final Pattern COMMENT =
      Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n *\\* *\\}</pre>");
  private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+)");
  private static final Pattern MEMBER = Pattern.compile("(?s)(public |static |<).*?\\) \\{\n.*");
  private static final Pattern CHECKED =
      Pattern.compile(
          "\\s*(?:double (\\w+) = .*|System\\.out\\.println\\((.*)\\)|([a-z][\\w.]*\\(.*\\))); //"
              + " (.*)");

  /** The Java in a Markdown file. */
  static List<CodeBlock> ofMarkdown(Path file) throws IOException {
    return find(file, FENCE, false);
  }

  /** The Java in the Javadoc comments of a source: what has a line that ends as Java's do. */
  static List<CodeBlock> ofJavadoc(Path file) throws IOException {
    return find(file, COMMENT, true).stream()
        .filter(b -> b.text.lines().anyMatch(line -> line.matches(".*[;{}](?: *//.*)?")))
        .toList();
  }

  private static List<CodeBlock> find(Path file, Pattern pattern, boolean inComment)
      throws IOException {
    String all = Files.readString(file);
    List<CodeBlock> blocks = new ArrayList<>();
    for (Matcher found = pattern.matcher(all); found.find(); ) {
      int line = (int) all.substring(0, found.start(1)).lines().count() + 1;
      String text = found.group(1);
      blocks.add(new CodeBlock(file, line, inComment ? text.replaceAll("(?m)^ *\\* ?", "") : text));
    }
    return blocks;
  }

  String where() {
    return file.getFileName() + ":" + line;
  }

  boolean isModule() {
    return text.startsWith("module ");
  }

  /** The public class that the example is, if it is a whole source. */
  private Optional<String> wholeClass() {
    Matcher found = CLASS.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** A class that has the example in it and can be run. */
  String className() {
    String file = file().getFileName().toString().replaceAll("\\W", "_");
    return wholeClass().orElse(file + "_" + line);
  }

  /** What runs the example. */
  String call() {
    String name = className();
    return wholeClass().isPresent() ? name + ".main(new String[0])" : "new " + name + "().run()";
  }

  /** The source of the class; what comments say of values is checked when it runs. */
  String source(List<String> packages, String fixture) {
    if (wholeClass().isPresent()) {
      return text;
    }
    StringBuilder source = new StringBuilder();
    packages.forEach(p -> source.append("import ").append(p).append(".*; "));
    source.append(
        "import java.io.*; import java.nio.file.*; import java.time.*; import java.util.*; "
            + "import java.util.concurrent.*; import java.util.stream.*;\n");
    source.append("public class " + className() + " extends " + fixture + " {\n");
    boolean isMember = MEMBER.matcher(text).matches();
    source.append(isMember ? checked() : "  void run() throws Exception {\n" + checked() + "  }\n");
    return source.append(isMember ? "  void run() {}\n}\n" : "}\n").toString();
  }

  private String checked() {
    StringBuilder lines = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher found = CHECKED.matcher(line);
      String told = found.matches() ? found.group(4) : "";
      boolean isVariable = !told.isEmpty() && found.group(1) != null;
      boolean isNumber = told.matches("-?\\d[\\d.]*");
      boolean isText = !isNumber && !isVariable && told.matches(".*\\d.*|\\S+");
      if (isVariable || !isNumber && !isText) {
        lines.append(line).append('\n');
      }
      if (isNumber || isText) {
        String value =
            Stream.of(1, 2, 3).map(found::group).filter(Objects::nonNull).findFirst().orElseThrow();
        lines.append("%s(%s, \"%s\");\n".formatted(isNumber ? "near" : "same", value, told));
      }
    }
    return lines.toString();
  }
}
