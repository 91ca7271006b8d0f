package io.github.curvelane.bench.start;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs with their models, archives and images, built in a directory. */
final class Programs {
  private static final String MODULE = "start";
  private static final String VECTORS = "jdk.incubator.vector";

  /** What a row is, in the model of everybody. */
  private static final String ANSWER = "setosa";

  private final Path directory;

  /** The library and what it needs. */
  private final List<Path> libraries;

  private final Path model;
  private final Path program;

  /**
   * @param directory an empty directory
   * @param libraries where the jars of the library are
   * @param model the file of our model
   */
  Programs(Path directory, Path libraries, Path model) throws IOException {
    this.directory = directory;
    try (Stream<Path> jars = Files.list(libraries)) {
      this.libraries = jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
    this.model = model;
    this.program =
        jar(FirstPrediction.class, "module " + MODULE + " { requires io.github.curvelane; }");
  }

  /** A jar of one class, and of a descriptor that makes a module of it if one is given. */
  private Path jar(Class<?> main, String descriptor) throws IOException {
    Path content = Files.createDirectory(directory.resolve(main.getSimpleName()));
    String name = main.getName().replace('.', '/') + ".class";
    Path file = content.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = main.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    if (!descriptor.isEmpty()) {
      Path source = Files.writeString(directory.resolve("module-info.java"), descriptor);
      run("javac", "-d", content, "-p", path(libraries), source);
    }
    Path jar = directory.resolve(main.getSimpleName() + ".jar");
    run("jar", "--create", "--file", jar, "--main-class", main.getName(), "-C", content, ".");
    return jar;
  }

  /** The JVM alone, which it ends by telling its version. */
  Launch nothing() {
    return new Launch("JVM alone", List.of(java(), "-version"), "");
  }

  Launch onClassPath() {
    String main = FirstPrediction.class.getName();
    return launch(
        StartSummary.CLASS_PATH, java(), "--add-modules", VECTORS, "-cp", jars(), main, model);
  }

  Launch onModulePath() {
    return launch("module path", java(), "-p", jars(), "-m", inModule(), model);
  }

  private String jars() {
    return program + File.pathSeparator + path(libraries);
  }

  private static String inModule() {
    return MODULE + "/" + FirstPrediction.class.getName();
  }

  /** Lists what a run on the class path loads, and dumps it. */
  Launch onClassPathWithCds() {
    String list = "-XX:%s=" + directory.resolve("loaded.txt");
    String archive = "-XX:SharedArchiveFile=" + directory.resolve("app.jsa");
    prepare(onClassPath().with("", list.formatted("DumpLoadedClassList")));
    prepare(onClassPath().with("", "-Xshare:dump", list.formatted("SharedClassListFile"), archive));
    return onClassPath().with(StartSummary.ARCHIVE, archive);
  }

  /** Records a run on the class path. */
  Launch onClassPathWithAot() {
    return withAot(onClassPath(), "class path, AOT cache");
  }

  /** Records a run on the module path. */
  Launch onModulePathWithAot() {
    return withAot(onModulePath(), "module path, AOT cache");
  }

  private Launch withAot(Launch plain, String name) {
    Path cache = directory.resolve(name.replaceAll("\\W+", "-") + ".aot");
    prepare(plain.with("", "-XX:AOTCacheOutput=" + cache));
    return plain.with(name, "-XX:AOTCache=" + cache);
  }

  /** Runs something for what it leaves behind, whatever it says. */
  private static void prepare(Launch launch) {
    new Launch("preparation", launch.command(), "(?s).*").nanos();
  }

  /** Links a runtime image, with an archive of the JDK's classes. */
  Launch inAnImage() {
    Path image = directory.resolve("image");
    run(
        "jlink",
        "--module-path",
        jars(),
        "--add-modules",
        MODULE,
        "--generate-cds-archive",
        "--output",
        image);
    return launch("jlink image", image.resolve("bin").resolve("java"), "-m", inModule(), model);
  }

  /** Trains a peer's model and launches its program. */
  Launch of(StartPeer peer, String name, String classPath) throws IOException {
    Path file = directory.resolve("peer.model");
    peer.train(Flowers.rows(), Flowers.species(), file);
    String jars = jar(peer.program(), "") + File.pathSeparator + classPath;
    return launch(name, java(), "-cp", jars, peer.program().getName(), file);
  }

  private static Launch launch(String name, Object... command) {
    return new Launch(name, Stream.of(command).map(Object::toString).toList(), ANSWER);
  }

  private static String java() {
    return tool("java");
  }

  private static String path(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static void run(String tool, Object... arguments) {
    Stream<Object> command = Stream.concat(Stream.of(tool(tool)), Stream.of(arguments));
    prepare(launch(tool, command.toArray()));
  }
}
