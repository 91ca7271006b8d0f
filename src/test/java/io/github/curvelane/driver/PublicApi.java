package io.github.curvelane.driver;

import io.github.curvelane.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What users can call: the public types of the exported packages, their members, their names. */
final class PublicApi {
  static final String ROOT = Precision.class.getPackageName();
  private static final Map<Class<?>, Map<String, List<String>>> NAMES = new HashMap<>();

  private PublicApi() {}

  /** The public classes and interfaces of exported packages, those within others too. */
  static List<Class<?>> types() throws IOException, URISyntaxException, ClassNotFoundException {
    Path compiled =
        Path.of(Precision.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    var module =
        Objects.requireNonNull(Precision.class.getModule().getDescriptor(), "the descriptor");
    for (String name : module.exports().stream().map(e -> e.source()).sorted().toList()) {
      try (Stream<Path> files = Files.list(compiled.resolve(name.replace('.', '/')))) {
        for (Path file : files.sorted().toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (simple.equals("package-info") || Files.isDirectory(file)) {
            continue;
          }
          Class<?> type = Class.forName(name + "." + simple);
          if (isPublic(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getDeclaringClass()) {
      if (!Modifier.isPublic(c.getModifiers())) {
        return false;
      }
    }
    return !type.isAnonymousClass() && !type.isLocalClass();
  }

  /** Tells whether a class is one of the library, public or not. */
  static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(ROOT + ".")
        && !type.getPackageName().equals(PublicApi.class.getPackageName());
  }

  /** What is called without an object: constructors and static methods of a public type. */
  static List<Executable> factories(Class<?> type) {
    List<Executable> found = new ArrayList<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      for (Constructor<?> c : type.getDeclaredConstructors()) {
        if (Modifier.isPublic(c.getModifiers())) {
          found.add(c);
        }
      }
    }
    for (Method m : type.getDeclaredMethods()) {
      boolean ofCompiler = type.isEnum() && m.getName().matches("values|valueOf");
      if (Modifier.isPublic(m.getModifiers())
          && Modifier.isStatic(m.getModifiers())
          && !ofCompiler) {
        found.add(m);
      }
    }
    found.sort(Comparator.comparing(Executable::toString));
    return found;
  }

  /**
   * What can be called on an object of a class: the methods of the public types that it has, as it
   * implements them, where that is in the library.
   */
  static List<Method> methods(Class<?> of, List<Class<?>> types) {
    Map<String, Method> found = new HashMap<>();
    for (Class<?> type : types) {
      if (type.isAssignableFrom(of)) {
        for (Method m : type.getMethods()) {
          if (!Modifier.isStatic(m.getModifiers()) && isOurs(m.getDeclaringClass())) {
            Method mine = implementation(of, m);
            if (isOurs(mine.getDeclaringClass())
                && !Modifier.isAbstract(mine.getModifiers())
                && !mine.isSynthetic()) {
              found.put(mine.toString(), mine);
            }
          }
        }
      }
    }
    return found.values().stream().sorted(Comparator.comparing(Method::toString)).toList();
  }

  private static Method implementation(Class<?> of, Method method) {
    Method called;
    try {
      called = of.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
    if (called.isBridge()) {
      for (Method m : called.getDeclaringClass().getDeclaredMethods()) {
        if (!m.isBridge()
            && m.getName().equals(called.getName())
            && m.getParameterCount() == called.getParameterCount()
            && isNarrower(m.getParameterTypes(), called.getParameterTypes())) {
          return m;
        }
      }
    }
    return called;
  }

  private static boolean isNarrower(Class<?>[] types, Class<?>[] than) {
    for (int i = 0; i < types.length; i++) {
      if (!than[i].isAssignableFrom(types[i])) {
        return false;
      }
    }
    return true;
  }

  /** The names of arguments, as the source has them. */
  static List<String> names(Executable executable) {
    if (executable.getParameterCount() == 0) {
      return List.of();
    }
    Map<String, List<String>> all =
        NAMES.computeIfAbsent(executable.getDeclaringClass(), PublicApi::namesOf);
    String name = executable instanceof Method m ? m.getName() : "<init>";
    List<String> names = all.get(name + descriptor(executable));
    return names != null
        ? names
        : Arrays.stream(executable.getParameters()).map(p -> p.getName()).toList();
  }

  private static String descriptor(Executable executable) {
    Class<?> result = executable instanceof Method m ? m.getReturnType() : void.class;
    return java.lang.invoke.MethodType.methodType(result, executable.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static Map<String, List<String>> namesOf(Class<?> type) {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    Map<String, List<String>> names = new HashMap<>();
    try (var stream = type.getResourceAsStream(file)) {
      if (stream == null) {
        return names;
      }
      for (MethodModel method : ClassFile.of().parse(stream.readAllBytes()).methods()) {
        List<String> own = names(method);
        if (own != null) {
          names.put(method.methodName() + method.methodType().stringValue(), own);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private static List<String> names(MethodModel method) {
    var code = method.findAttribute(Attributes.code());
    var variables = code.flatMap(c -> c.findAttribute(Attributes.localVariableTable()));
    if (variables.isEmpty()) {
      return null;
    }
    Map<Integer, String> bySlot = new HashMap<>();
    for (LocalVariableInfo variable : variables.get().localVariables()) {
      if (variable.startPc() == 0) {
        bySlot.put(variable.slot(), variable.name().stringValue());
      }
    }
    int slot = (method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0 ? 0 : 1;
    List<String> names = new ArrayList<>();
    for (var parameter : method.methodTypeSymbol().parameterList()) {
      names.add(bySlot.get(slot));
      boolean wide = parameter.descriptorString().matches("[JD]");
      slot += wide ? 2 : 1;
    }
    return names.contains(null) ? null : names;
  }
}
