// my-app
