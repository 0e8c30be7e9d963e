// A real OpenID provider for the tests: `node provider.js PORT CALLBACK SIGNED_OUT`.
// Whoever signs in as NAME:GROUP,GROUP is NAME and is in these groups.
import Provider from "oidc-provider";

const [port, callback, signedOut] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "catalog",
    client_secret: "only the provider and the catalog know it",
    redirect_uris: [callback],
    post_logout_redirect_uris: [signedOut],
  }],
  claims: { openid: ["sub"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "profile", "groups"],
  pkce: { required: () => true },
  cookies: { keys: ["of the tests"] },
  findAccount: (_, id) => {
    const [name, groups = ""] = id.split(":");
    return { accountId: id, claims: () => ({ sub: id, name, groups: groups.split(",").filter(Boolean) }) };
  },
});
provider.listen(port, "127.0.0.1", () => console.log("listening"));
