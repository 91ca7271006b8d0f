package io.github.curvelane.spark;

import java.io.Externalizable;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/** Finds the way to an object that cannot be serialised, field by field, for a message. */
final class UnserialisableField {
  private static final int MOST = 100_000;

  private record Visit(String path, Object object) {}

  private UnserialisableField() {}

  /**
   * Finds the first object of a class, breadth first.
   *
   * @param name what to call the root
   * @param root where the search begins
   * @param className the class that a NotSerializableException has named
   * @return such as {@code objective.loss.table[2]}; the root's name where the way is closed
   */
  static String find(String name, Object root, String className) {
    ArrayDeque<Visit> waiting = new ArrayDeque<>();
    IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    waiting.add(new Visit(name, root));
    while (!waiting.isEmpty() && seen.size() < MOST) {
      Visit visit = waiting.remove();
      Object object = visit.object;
      if (object == null || seen.put(object, true) != null) {
        continue;
      }
      if (object.getClass().getName().equals(className)) {
        return visit.path;
      }
      addParts(visit, waiting);
    }
    return "something in " + name;
  }

  private static void addParts(Visit visit, ArrayDeque<Visit> waiting) {
    Object object = visit.object;
    Class<?> type = object.getClass();
    if (type.isArray()) {
      if (!type.getComponentType().isPrimitive()) {
        for (int i = 0; i < Array.getLength(object); i++) {
          waiting.add(new Visit(visit.path + "[" + i + "]", Array.get(object, i)));
        }
      }
    } else if (object instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        waiting.add(new Visit(visit.path + "[" + i++ + "]", element));
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> waiting.add(new Visit(visit.path + "[" + key + "]", value)));
    } else if (!(object instanceof Externalizable)) {
      addFields(visit, waiting);
    }
  }

  private static void addFields(Visit visit, ArrayDeque<Visit> waiting) {
    for (Class<?> c = visit.object.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)
            || Modifier.isTransient(modifiers)
            || field.getType().isPrimitive()) {
          continue;
        }
        try {
          field.setAccessible(true);
          waiting.add(new Visit(visit.path + "." + field.getName(), field.get(visit.object)));
        } catch (InaccessibleObjectException | IllegalAccessException closed) {
          // A class of the JDK's: what is in it is not the user's to mend.
        }
      }
    }
  }
}
