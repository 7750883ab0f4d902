"""What the identity provider of the tests tells of its users: rightly, or falsely by the user's name."""

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth.models import User
from serve import FALSE


class Adapter(DefaultOIDCAdapter):
    """Knows users by their names. Which of its staff a user is it tells only when asked directly."""

    def get_user_sub(self, client, user):
        return user.username

    def get_user_by_sub(self, client, sub):
        return User.objects.filter(username=sub).first()

    def get_claims(self, purpose, user, client, scopes, email=None, **more):
        claims = super().get_claims(purpose, user, client, scopes, email=email, **more)
        return claims | ({"employee": f"nro-{user.username}"} if purpose == "userinfo" else {})

    def populate_id_token(self, id_token, client, scopes, **more):
        for name, value in FALSE.get(id_token["sub"], {}).items():
            if value is None:
                id_token.pop(name)
            else:
                id_token[name] = value
