package io.github.curvelane.bench.against;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the library from a jar, or once more from where this program has it, beside whatever else
 * of it the process runs. Of this program's own classes it loads {@link LibrarySide} again, which
 * so is linked to that build; all others, and the platform's, are shared.
 */
final class BuildLoader extends ClassLoader implements AutoCloseable {
  private static final String LIBRARY = "io.github.curvelane.";
  private static final String PROGRAM = LIBRARY + "bench.";
  private static final String SIDE = LibrarySide.class.getName();

  private final JarFile jar;

  /** Opens the jar of a build; null stands for the program's own. */
  BuildLoader(Path build) throws IOException {
    super(BuildLoader.class.getClassLoader());
    this.jar =
        build == null
            ? null
            : new JarFile(build.toFile(), false, JarFile.OPEN_READ, Runtime.version());
  }

  Side side(int threads) {
    try {
      return (Side) loadClass(SIDE).getDeclaredConstructor(int.class).newInstance(threads);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(
          (jar == null ? "this program" : jar.getName()) + " is no build of the library", e);
    }
  }

  private static boolean isOwn(String name) {
    return name.equals(SIDE)
        || name.startsWith(SIDE + "$")
        || name.startsWith(LIBRARY) && !name.startsWith(PROGRAM);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOwn(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = open(name)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(String name) throws IOException {
    String path = name.replace('.', '/') + ".class";
    if (jar == null || name.startsWith(PROGRAM)) {
      return getParent().getResourceAsStream(path);
    }
    JarEntry entry = jar.getJarEntry(path);
    return entry == null ? null : jar.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
