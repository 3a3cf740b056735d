import io.trino.spi.Plugin;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.BasicPrincipal;
import io.trino.spi.security.PasswordAuthenticator;
import io.trino.spi.security.PasswordAuthenticatorFactory;
import java.util.List;
import java.util.Map;

/** One password for everybody, for tests: the plugins that check real ones are not published for this version. */
public final class FixedPassword implements Plugin {
    @Override
    public Iterable<PasswordAuthenticatorFactory> getPasswordAuthenticatorFactories() {
        return List.of(new Factory());
    }

    private static final class Factory implements PasswordAuthenticatorFactory {
        @Override
        public String getName() {
            return "fixed";
        }

        @Override
        public PasswordAuthenticator create(Map<String, String> config) {
            String expected = config.get("fixed.password");
            return (user, password) -> {
                if (!password.equals(expected)) {
                    throw new AccessDeniedException("Invalid credentials");
                }
                return new BasicPrincipal(user);
            };
        }
    }
}
